"""Three deliveries of invented persons and of things that look like them, with what must go and stay.

Each was written as somebody would who wants to prove a leak, before its cures: the second after the
cures of the first, the third after those of the second. ``MISSED`` tells what still comes through
or goes though it should not, and why.
"""

# ruff: noqa: E501
# fmt: off

from __future__ import annotations

from test_export_redteam import book


def chk(nine: str) -> str:
    """Nine digits with their check digit."""
    total = 0
    for place, sign in enumerate(nine):
        product = int(sign) * (2 - place % 2)
        total += product - 9 if product > 9 else product
    return nine + str(-total % 10)


def pnr(day: str, three: str) -> tuple[str, str]:
    """A day and the last four digits of a number born on it."""
    return day, chk(day[2:] + three)[6:]


D7_A, F7_A = pnr("20110304", "238")
D8_A, F8_A = pnr("20110517", "235")
D10_A, F10_A = pnr("20110774", "236")
D23_A, F23_A = pnr("20130125", "238")
D42_A, F42_A = pnr("20100203", "239")
D43_A, F43_A = pnr("20091011", "237")
D44_A, F44_A = pnr("20100214", "239")

PUPILS_A = [
    ["Elev", "Personnr", "Klass", "Vårdnadshavare", "Adress", "Mobil", "Anm"],
    ["Saoirse Ní Bhriain", D7_A[:4].replace("11", "1l") + D7_A[4:] + "-" + F7_A, "7C", "Mamma: Ifeoma 070-555 02 31", "Kornettvägen 14 A lgh 1203, 165 71 Hässelby", "0046(0)73-555 01 27", ""],
    ["El-Mahdaoui, Younes", " ".join([D8_A[2:4], D8_A[4:6], D8_A[6:], F8_A[:2], F8_A[2:]]), "7C", "El-Mahdaoui, Latifa", "c/o Brännlund, Fältspatsgr. 9", "o73 555 03 44", ""],
    ["von Essen-Thulin Clara", "20110612-TF07", "7C", "Thulin Gerd-Inger", "Båtsmansstigen 3", "", "har spärrad adress"],
    ["NGUYEN THI HONG", D10_A + F10_A, "7C", "NGUYEN VAN PHUC", "", "", ""],
    ["oyelaran temitope", "", "7C", "oyelaran, folasade", "", "", ""],
    ["Sara Berg", "", "7C", "", "", "", ""],
    ["Nils Ek", "", "7C", "", "", "", ""],
    ["Li Wu", "", "7C", "", "", "", ""],
    ["Karin Lind", "", "7C", "", "", "", ""],
    ["Tuan Ng", "", "7C", "", "", "", ""],
]
SPLIT_A = [
    ["Namn", "Född", "Nr", "Skola"],
    ["Desta Woldemariam", D42_A, F42_A, "Almskolan"],
    ["Folke Silfverswärd", "2010-04-05", "2383", "Almskolan"],
]
WRAPPED_A = [
    ["Anteckning"],
    ["Samtal med hemmet om eleven med personnr " + D43_A + "-"],
    [F43_A + " som bytt skola"],
    ["Eleven Xochitl"],
    ["Barragán-Holm saknar plats"],
]
USERS_A = [
    ["Användar-id", "Enhet", "Senast inloggad", "Roll"],
    ["anna.berg", "Almskolan", "2021-03-01", "Lärare"],
    ["AB1234", "Almskolan", "2021-03-02", "Lärare"],
    ["lindqvist_hedda", "Almskolan", "2021-03-02", "Elev"],
    ["wahl02signe", "Almskolan", "2021-03-04", "Elev"],
]
LOG_A = [  # id, heading, text
    ("A13", "Fel klass", "Mamma till Temitope i 7C ringde igen"),
    ("A14", "Inloggning", "Ní Bhriain kan inte logga in"),
    ("A15", "Fråga", "Pappa till Zbigniew Wąsowicz-Lund undrar när betygen visas"),
    ("A16", "Fråga", "Thulin återkommer efter lovet"),
    ("A17", "Schema", "Thandiwe Nkosazana undrar varför schemat saknas"),
    ("A18", "Kort", "Hej, jag heter Bersabeh och går i 8B, mitt kort funkar inte"),
    ("A19", "Lösen", "Kan ni återställa? Mvh Wiveca Ljungcrantz"),
    ("A20", "Kort", "Elev i 5A, Jörgen-Alexander, saknar kort"),
    ("A21", "Ring upp", "Kontakta Siv Öhrn-Baptiste på tel 08-555 012 34"),
    ("A22", "Plats", "Fru Ekdahl-Mbaye har sökt plats"),
    ("A23", "Dubblett", f"barnets pnr: {D23_A[2:4]} {D23_A[4:6]} {D23_A[6:]} – {F23_A}"),
    ("A24", "Flytt", "Elev: Xochitl\nBarragán-Holm, flyttar till 3A"),
    ("A25", "OCR", "Jo5efin Gu5tafsson saknas i listan"),
    ("A26", "Post", "svara till s.nibhriain09@edu.example.se"),
    ("A27", "Post", "hemadress bahloul.k (at) gmail.com"),
    ("A28", "Grupp", "Mohamud Abdi Farah (3C) sitter i fel grupp"),
    ("A29", "Beslut", "Beslut fattat av K.A. Stjernfeldt i maj"),
    ("A30", "Beslut", "O. af Geijerstam begär ut handlingarna"),
    ("A31", "Godkänt", "Rektor Ingemo Wretling godkände ändringen"),
    ("A32", "Intyg", "Intyg från dr Parvaneh Golshan bifogas"),
    ("A33", "Avslag", "Vårdnadshavare (Szczepan Krzyk) nekades insyn"),
    ("A34", "Fråga", "Ann-Christine Bergendahls dotter har fel lärare"),
    ("A35", "SAMTAL", "SAMTAL MED LENNARTSSON, TUVA OM FRÅNVARO"),
    ("A36", "Call", "Mother of Amaraeze called about her son in class 2B"),
    ("A37", "Enrol", "Pupil: Ngozi Okwuosa, Year 4, cannot enrol"),
    ("A38", "Känsligt", "eleven lever under hemlig identitet och går på Almskolan 3A"),
    ("A39", "Sensitive", "The family Haile-Selam in 3A has a protected address"),
    ("A40", "Känsligt", "Spärrad adress pga hot: Ottiliana i 4B"),
    ("A41", "Ring", "nås på o70 555 03 66 eller tel:0735550355"),
    ("A44", "Dubblett", f"eleven {D44_A[2:]}{F44_A} finns dubbelt"),
    ("A46", "Behörighet", "AB1234 saknar behörighet till betygen"),
    ("A48", "Spärr", "Konto lindqvist_hedda spärrat"),
    ("A52", "Ang. Folke Silfverswärd - skolplacering", "se Silfverswärds ärende"),
    ("A54", "Fel foto", "Meja 4B och Loke i 2C har fått fel foto"),
    ("A55", "Syskon", "Robin och Kim i 6A är syskon"),
    ("A56", "Återkoppling", "Berg ringde igen om schemat"),
    ("A57", "Återkoppling", "Pratade med Ek om schemat"),
    ("A58", "Inloggning", "Wu kan inte logga in i appen"),
    ("A59", "Återkoppling", "Har pratat med Nils i dag"),
    ("A60", "Lösen", "Linds lösenord är återställt"),
]
LOG_DECOYS_A = [
    ("D01", "Orgnr 556036-0793 på fakturan"), ("D02", "Momsreg SE556036079301"),
    ("D03", "Bankgiro 5050-1055 ändrat"), ("D04", "Plusgiro 4 12 34-7 upphör"),
    ("D05", "OCR 88001234567890123 saknas"), ("D06", "Faktura F2019-10123 krediterad"),
    ("D07", "Verifikat V1904102234 bokat"), ("D08", "Dnr 1.6.1-2345/2019 avslutat"),
    ("D09", "Diarienr UTBF 2018/1234 öppnat"), ("D10", "Avtal AVT-2017-0412-03 förlängt"),
    ("D11", "Artikel 4010-2215 slut i lager"), ("D12", "Utbetalt 1 904 122 334,00 kr hittills"),
    ("D13", "Summa 19 041 223 kr enligt boken"), ("D14", "Karlbergs skola saknar nät"),
    ("D15", "Adolf Fredriks musikklasser har fel schema"), ("D16", "Katarina Norra skola är stängd"),
    ("D17", "Gustav Vasa skola ny lokal"), ("D18", "Johan Skytteskolan lovar svar"),
    ("D19", "Maria Elementarskola ingår"), ("D20", "Avstängt vid Karl XI:s torg"),
    ("D21", "Olof Palmes gata grävs upp"), ("D22", "S:t Eriksgatan spärrad"),
    ("D23", "Lunch från Max Burgers igen"), ("D24", "Kung Karl på Kaknäs öppnar"),
    ("D25", "Lisa-modulen är nere"), ("D26", "Tapeter från Carl Larsson-gården"),
    ("D27", "Astrid Lindgrens barnsjukhus svarar"), ("D28", "Selma Lagerlöfs torg byggs om"),
    ("D29", "Carl Zeiss AB levererar linser"), ("D30", "Ernst & Young reviderar"),
    ("D31", "Johnson Controls styr värmen"), ("D32", "Philip Morris-domen diskuteras"),
    ("D33", "Clas Ohlson har kablar"), ("D34", "Ida Infront AB uppgraderar"),
    ("D35", "Alex-registret rensas"), ("D36", "Adam Taxi kör skolskjuts"),
    ("D37", "Ek levereras i plank till slöjden"), ("D38", "Berg i dagen vid skolgården"),
    ("D39", "Lind och björk fälldes"), ("D40", "Berg kommun har svarat"),
    ("D41", "Santa Clara levererar diskar"), ("D42", "Martin Luther King-dagen firas i åk 9"),
    ("D43", "Erik Olsson Fastighetsförmedling hyr ut"), ("D44", "Lars Magnusson Åkeri AB plogar"),
    ("D45", "Svensson & Söner Bygg AB målar"), ("D46", "Advokatfirman Lindahl yttrar sig"),
    ("D47", "Microsoft Teams ligger nere"), ("D48", "Hanna-appen kräver uppdatering"),
    ("D49", "Lucia firas 13 december"), ("D50", "Oskar II byggde huset"),
    ("D51", "Gustav III:s tid, åk 8"), ("D52", "Rosa Parks-veckan, åk 7"),
    ("D53", "Ekonomichef beslutar senare"), ("D54", "Kista Galleria har parkering"),
    ("D55", "ISBN 978-91-27-13456-7 beställd"), ("D56", "Mariatorget är avspärrat"),
    ("D57", "IMEI 356938035643809 borttappad"), ("D58", "Serienr 5CG9041223 trasig"),
    ("D59", "Vite 400 000 kr 2020-11-24"), ("D60", "Version 2019.0412.1234 installerad"),
]


def files_a() -> dict[str, str | bytes]:
    log = "Nr;Rubrik;Beskrivning\n" + "".join(f'{i};"{h}";"{t}"\n' for i, (_, h, t) in enumerate(LOG_A, 1))
    dec = "Nr;Beskrivning\n" + "".join(f'{i};"{t}"\n' for i, (_, t) in enumerate(LOG_DECOYS_A, 1))
    mail = ("Datum;Från;Till;Ämne\n"
            "2021-03-01;Silfverswärd Folke <folke.silfver@hotmail.com>;registrator@exempelstad.se;Ang. plats\n"
            "2021-03-02;tindra.waldenstam@elev.exempelstad.se;support@exempelstad.se;Tindras schema\n")
    return {
        "Klasslista.xlsx": book(("7C lista", PUPILS_A), ("Zeynep Aslanoglu", [["Nr", "Text"], [1, "plats klar"]]), comments={"A2": "Se även Tsegaye Kidane"}),
        "flyttade.xlsx": book(("Flytt", SPLIT_A), ("Anteckningar", WRAPPED_A)),
        "konton.xlsx": book(("Konton", USERS_A)),
        "logg.csv": log,
        "annat.csv": dec,
        "mejl.csv": mail,
        "Intyg Hjalmar Rosencrantz.csv": "Nr;Text\n1;intyg\n",
    }

PLANTS_A = {
    "A01": ["Saoirse", "Bhriain"], "A02": ["Mahdaoui", "Younes", "Latifa"], "A03": ["Thulin Clara", "Essen-T", "Gerd-Inger"],
    "A04": ["NGUYEN", "PHUC"], "A05": ["oyelaran", "temitope", "folasade"], "A06": ["Ifeoma"],
    "A07": [F7_A + ";", "1l0304", "110304", "0304-" + F7_A], "A08": ["11 05 17", "110517"], "A09": ["0612-TF07", "TF07"], "A10": [D10_A[2:] + F10_A],
    "A11": ["Kornettvägen", "lgh 1203"], "A12": ["555 01 27", "555 03 44", "555 02 31"],
    "A13": ["Temitope i"], "A14": ["Bhriain kan"], "A15": ["Zbigniew", "sowicz"], "A16": ["Thulin åter"],
    "A17": ["Thandiwe", "Nkosazana"], "A18": ["Bersabeh"], "A19": ["Wiveca", "Ljungcrantz"], "A20": ["Jörgen-Alex"],
    "A21": ["Öhrn", "Baptiste", "555 012 34"], "A22": ["Ekdahl", "Mbaye"], "A23": ["13 01 25"], "A24": ["Xochitl", "Barrag"],
    "A25": ["Jo5efin", "Gu5tafsson"], "A26": ["nibhriain"], "A27": ["bahloul"], "A28": ["Mohamud", "Abdi Farah"],
    "A29": ["Stjernfeldt"], "A30": ["Geijerstam"], "A31": ["Ingemo", "Wretling"], "A32": ["Parvaneh", "Golshan"],
    "A33": ["Szczepan", "Krzyk"], "A34": ["Bergendahl", "Ann-Chri"], "A35": ["LENNARTSSON", "TUVA"], "A36": ["Amaraeze"],
    "A37": ["Ngozi", "Okwuosa"], "A38": ["lever under"], "A39": ["Haile-Selam"], "A40": ["Ottiliana"],
    "A41": ["555 03 66", "0735550355"], "A42": [D42_A + "," , D42_A + ";", "," + F42_A + ",", D42_A], "A43": [D43_A, F43_A + " som"],
    "A44": [D44_A[2:] + F44_A], "A45": ["anna.berg"], "A46": ["AB1234"], "A47": ["wahl02signe", "02signe"], "A48": ["lindqvist_", "_hedda"],
    "A49": ["Hjalmar", "Rosencrantz"], "A50": ["Zeynep", "Aslanoglu"], "A51": ["Tsegaye", "Kidane"],
    "A52": ["Silfvers", "folke.silfver"], "A53": ["waldenstam", "Tindras"], "A54": ["Meja 4B", "Loke i"], "A55": ["Robin och", "Kim i"],
    "A56": ["Berg ringde"], "A57": ["med Ek om"], "A58": ["Wu kan"], "A59": ["med Nils i"], "A60": ["Linds lösen"],
}
DECOYS_A = dict(LOG_DECOYS_A)


D1_B, F1_B = pnr("20120918", "241")
D2_B, F2_B = pnr("20090227", "118")
D3_B, F3_B = pnr("20141130", "562")
D4_B, F4_B = pnr("20130865", "117")
D5_B, F5_B = pnr("20080709", "903")
STAFF_B = [
    ["Nr", "Handläggare", "Personnummer", "Bostad", "Tel. hem", "Login"],
    [1, "Abdirizak-Holmgren, Hodan", D1_B[2:4] + " " + D1_B[4:] + "  " + F1_B, "Tantogatan 71, 4 tr", "08/555 017 22", "hodaab02"],
    [2, "TEGNHAMMAR Q.", D4_B + " - " + F4_B, "Sjöviksbacken 33 lgh 1504", "+46 8 555 018 33", "QT0917"],
    [3, "de la Fuente-Åslund pilar", D2_B[:4] + "-" + D2_B[4:6] + "-" + D2_B[6:] + "-" + F2_B, "", "", "pilafu01"],
    [4, "Vass Ilona", "", "", "", "vasilo01"],
    [5, "Björn Falk", "", "", "", "bjofal02"],
]
TWO_B = [["Barnets namn", "Födelsedata", "Sista fyra", "Förskola"], ["Wu Jiahao", D3_B[2:], F3_B, "Gläntan"], ["Tekle Senait", "080709", F5_B, "Gläntan"]]
ROWS_B = [
    ("B09", "Samtal m vh Kjellaug Tveiten ang resor"),
    ("B10", "Falk har inte svarat men mejlade i går"),
    ("B11", "Vass lösenord gick ut i natt"),
    ("B12", "Mamman (Ngozichi) är orolig för sonen Chidubem i 3C"),
    ("B13", "hej mitt namn är yusra el-khatib o jag går i 9d"),
    ("B14", "Re: Fwd: Plats åt Ottar Brännvall-Sy?"),
    ("B15", "Hodans pappa nås på 0 7 3 - 5 5 5 0 1 4 4"),
    ("B16", "QT0917 och pilafu01 har låst sina konton"),
    ("B17", f"pnr {D5_B[2:]}–{F5_B} står på två elever"),
    ("B18", "Lmna ut till: Rakhel Obdulia, tel O735550188"),
    ("B19", "Fam. Zetterdal-Okoye vill byta skola"),
    ("B20", "Elever: Alva, Noel och Tuva (2B) fick fel bok"),
    ("B21", "Pupil Oluwaseun's guardian (Mrs Adetokunbo) phoned"),
    ("B22", "Beslutet togs av skolchef Ragnvald Ögren den 3 maj"),
    ("B23", "Har sekretessmarkering, heter egentligen Smilla, 5A"),
    ("B24", "Pojken bor på skyddat boende, går på Lönnskolan åk 2"),
    ("B25", "mejl till tova_brandelius@gmail.com studsar"),
    ("B26", "Brandelius tova har ingen klass"),
    ("B27", "Signerat: Å. Hjortsberg / M. Ceder"),
    ("B28", "Syskonen Mehmedovic, Lejla o Tarik, flyttar"),
    ("B29", "Läkarintyg för Jon-\nErling Skogby saknas"),
    ("B30", "TF-nummer 120918TF03 ska bytas"),
]
DEC_B = [
    ("E01", "Falk och hök i naturrutan"), ("E02", "Vass längs stranden slås av"),
    ("E03", "Ceder till bastun, 40 m"), ("E04", "Orgnr 802002-4567 enligt stadgar"),
    ("E05", "Bankgirot 123-4567 gäller"), ("E06", "PlusGiro 29 31 04-8 avslutas"),
    ("E07", "OCR-nr 7100 9182 4411 03 angavs"), ("E08", "Fakt.nr 201209182 bestrids"),
    ("E09", "Ver. A 120918-22 rättad"), ("E10", "Diarienummer KS 2012:918-3"),
    ("E11", "Kontrakt K-120918-2417 sagt upp"), ("E12", "Art.nr 0918-2417-55 utgår"),
    ("E13", "Beloppet 2 012 091 824 kr avser tio år"), ("E14", "Hedvig Charlottas skola byggs om"),
    ("E15", "Erik Dahlbergs gata asfalteras"), ("E16", "Torsten Wiesel-gymnasiet söker lärare"),
    ("E17", "Lovisa Ulrika skola har lov"), ("E18", "Oscarsteatern bokad åk 5"),
    ("E19", "Per Svenssons Måleri AB fakturerar"), ("E20", "Bröderna Nilsson Schakt HB gräver"),
    ("E21", "Harry Potter-dagen i biblioteket"), ("E22", "Filip V av Spanien, åk 8"),
    ("E23", "Emil i Lönneberga visas kl 13"), ("E24", "Systemet Sofia byter namn"),
    ("E25", "Stella-servern startas om"), ("E26", "Hugin Expert-licens förnyad"),
    ("E27", "Victoria Park-husen hyrs ut"), ("E28", "Magnus Ladulås-jubileet ställs in"),
    ("E29", "Telefontid 0900-1130 alla dagar"), ("E30", "Björn sågs vid skolan i går"),
]
def files_b() -> dict[str, str | bytes]:
    t = "Nr;Händelse\n" + "".join(f'{i};"{x}"\n' for i, (_, x) in enumerate(ROWS_B, 1))
    d = "Nr;Händelse\n" + "".join(f'{i};"{x}"\n' for i, (_, x) in enumerate(DEC_B, 1))
    return {"personal.xlsx": book(("Personal", STAFF_B), ("Köplats Wu", TWO_B)), "händelser.csv": t, "drift.csv": d,
            "utdrag_vass_ilona.csv": "Nr;Text\n1;x\n"}
PLANTS_B = {
    "B01": ["Abdirizak", "Hodan"], "B02": ["TEGNHAMMAR"], "B03": ["Fuente", "Åslund", "pilar"], "B04": ["Vass Ilona", "ilona"],
    "B05": ["Björn Falk"], "B06": [D1_B[4:] + "  " + F1_B, D4_B + " - ", D2_B[:4] + "-" + D2_B[4:6] + "-" + D2_B[6:]], "B07": ["Tantogatan", "lgh 1504", "Sjöviks", "017 22", "018 33"],
    "B08": ["Jiahao", "Senait", D3_B[2:], "Köplats Wu", "hodaab02", "vasilo01"],
    "B09": ["Kjellaug", "Tveiten"], "B10": ["Falk har"], "B11": ["Vass lösen"], "B12": ["Ngozichi", "Chidubem"], "B13": ["yusra", "khatib"],
    "B14": ["Ottar", "Brännvall"], "B15": ["Hodans", "5 5 5 0 1"], "B16": ["QT0917", "pilafu01"], "B17": [D5_B[2:] + "–"], "B18": ["Rakhel", "Obdulia", "35550188"],
    "B19": ["Zetterdal", "Okoye"], "B20": ["Alva,", "Noel och", "Tuva"], "B21": ["Oluwaseun", "Adetokunbo"], "B22": ["Ragnvald", "Ögren"], "B23": ["Smilla"], "B24": ["skyddat boende", "Lönnskolan"],
    "B25": ["brandelius@"], "B26": ["Brandelius"], "B27": ["Hjortsberg", "M. Ceder"], "B28": ["Mehmedovic", "Lejla", "Tarik"], "B29": ["Erling", "Skogby"], "B30": ["120918TF03"],
}
DECOYS_B = dict(DEC_B)


D1_C, F1_C = pnr("20100819", "327")
D2_C, F2_C = pnr("20071203", "914")
D3_C, F3_C = pnr("20150517", "046")
D4_C, F4_C = pnr("19790411", "552")
QUEUE_C = [
    ["Ködatum", "Barnets för- och efternamn", "Persnr", "Vårdnadshavare 1", "Hemort", "Kontaktväg"],
    ["2021-02-01", "Amina Warsame-Lindqvist", D1_C + F1_C, "Hibo Warsame", "Kvarnbacksvägen 8, lgh 1102", "hibo.w@telia.com"],
    ["2021-02-02", "PÄRLHJELM, TILDE-MY", D2_C[2:] + "-" + F2_C, "PÄRLHJELM, ÖSTEN", "", "0701-55 50 21"],
    ["2021-02-03", "xiang meilin", D3_C + "-" + F3_C[:3] + "O", "xiang tao", "", "+46(0)705550222"],
    ["2021-02-04", "Vide Hall", "", "Ester Hall", "", ""],
    ["2021-02-05", "Ture Palm", "", "Yngve Palm", "", ""],
    ["2021-02-06", "Nkem Obi", "", "", "", ""],
]
NOTES_C = [
    ("C08", "Hall ringde, vill ha plats i höst"),
    ("C09", "Talade med Palm i telefon"),
    ("C10", "Obi är hemma hela veckan"),
    ("C11", "Dottern Solvej-Marie i 1A har bytt efternamn till Grahn-Nikolaou"),
    ("C12", "Enligt mormor, Gudny Thorleifsdottir, ska hon flytta"),
    ("C13", f"Personbevis för {D4_C[2:4]}{D4_C[4:6]}{D4_C[6:]}/{F4_C} inlämnat"),
    ("C14", "Kan ni hjälpa Emre T i 7B?"),
    ("C15", "Brev åter från Skeppargränd 2B, 4tr, 118 23 Sthlm"),
    ("C16", "Sms från 070.555.02.33 om sjukfrånvaro"),
    ("C17", "Kuratorn Hjördis-Ann Wrangsjö begärde utdraget"),
    ("C18", "VH (Yngve P) har inte fått inlogg"),
    ("C19", "Elevens alias är xiame01, syns som okänd"),
    ("C20", "Har talat med båda: Signhild Rask och Torbern Rask"),
    ("C21", "We met Mrs Okonjo and her son Tobe on Monday"),
    ("C22", "Student Bartosz Wiśniewski-Lund dropped out"),
    ("C23", "eleven har kvarskrivning, skrivs i 4C på Alnskolan"),
    ("C24", "sekr.markering finns för flickan i F-klass, Gläntans skola"),
    ("C25", "Mail: ossian punkt trolle snabel-a gmail punkt com"),
    ("C26", "OBS! Trolle Ossian har ny mentor"),
    ("C27", "Anm. av lärare L. Östensson-Bîrsan"),
    ("C28", "Tvillingarna Ebbot och Fritiof Sahlberger delar konto"),
    ("C29", "Pappan, Ruslan Achmetov, kommer kl 9"),
    ("C30", "födelsetid 150517, sista fyra " + F3_C),
]
DEC_C = [
    ("F01", "Hall A och Hall B bokade"), ("F02", "Palm i foajén vattnas"), ("F03", "Orgnr 716421-3345 stämmer"),
    ("F04", "Bg 902-0033 till insamlingen"), ("F05", "Pg 2 00 81-9 används inte"), ("F06", "OCR 2007120391448 fel"),
    ("F07", "Fakturanr 071203-9911 dubbel"), ("F08", "Verifikation 2010-0819-3 rättas"), ("F09", "Dnr 2010/0819-14 arkiverat"),
    ("F10", "Avtalsnr 2010-0819-77 gäller"), ("F11", "Artikelnummer 20100819321 saknas"), ("F12", "Rest 201 008 193 kr"),
    ("F13", "Hilda Ekmans skola deltar"), ("F14", "Nils Ericsons plan stängd"), ("F15", "Per Albin Hanssons väg grävs"),
    ("F16", "Gustaf Dalén-gymnasiet ansöker"), ("F17", "Sigrid Rudebecks skola tackar nej"), ("F18", "Anna Whitlocks gymnasium flyttar"),
    ("F19", "Karl-Erik Lund Bygg & Plåt AB offererar"), ("F20", "Firma Olle Holm levererar mat"), ("F21", "Systrarna Larssons Café AB stänger"),
    ("F22", "Henrik VIII, teater åk 8"), ("F23", "Sven Duva, högläsning"), ("F24", "Portalen Ellen är nere"),
    ("F25", "Max IV i Lund besöks"), ("F26", "Tommy Hilfiger-jacka upphittad"), ("F27", "Robert Bosch GmbH svarar"),
    ("F28", "Microsoft Clarity mäter"), ("F29", "Pelle Svanslös på bio"), ("F30", "Kör version 7.12.3 på Elias-servern"),
]
def files_c() -> dict[str, str | bytes]:
    t = "Nr;Anteckning\n" + "".join(f'{i};"{x}"\n' for i, (_, x) in enumerate(NOTES_C, 1))
    d = "Nr;Anteckning\n" + "".join(f'{i};"{x}"\n' for i, (_, x) in enumerate(DEC_C, 1))
    return {"kö.xlsx": book(("Kö till Gläntan", QUEUE_C), ("Palm Ture", [["Nr", "Text"], [1, "x"]])), "noter.csv": t, "övrigt.csv": d,
            "placering-warsame.csv": "Nr;Text\n1;x\n"}
PLANTS_C = {
    "C01": ["Amina", "Warsame"], "C02": ["PÄRLHJELM", "TILDE", "ÖSTEN"], "C03": ["xiang", "meilin"], "C04": ["Vide Hall", "Ester"],
    "C05": ["Ture Palm", "Palm Ture", "Yngve Palm"], "C06": [D1_C + F1_C, D2_C[2:] + "-" + F2_C, D3_C + "-"], "C07": ["Kvarnbacks", "lgh 1102", "hibo.w", "55 50 21", "705550222"],
    "C08": ["Hall ringde"], "C09": ["med Palm"], "C10": ["Obi är"], "C11": ["Solvej", "Nikolaou"], "C12": ["Gudny", "Thorleif"],
    "C13": [D4_C[2:] + "/"], "C14": ["Emre T"], "C15": ["Skeppargränd"], "C16": ["070.555"], "C17": ["Hjördis", "Wrangsjö"],
    "C18": ["(Yngve P"], "C19": ["xiame01"], "C20": ["Signhild", "Torbern"], "C21": ["Okonjo", "Tobe"], "C22": ["Bartosz", "niewski"],
    "C23": ["kvarskrivning, skr"], "C24": ["flickan i F"], "C25": ["ossian punkt"], "C26": ["Trolle Ossian"], "C27": ["Östensson", "Bîrsan"],
    "C28": ["Ebbot", "Fritiof", "Sahlberger"], "C29": ["Ruslan", "Achmetov"], "C30": ["150517", "fyra " + F3_C],
}
DECOYS_C = dict(DEC_C)


SETS = {
    "first": (files_a, PLANTS_A, DECOYS_A),
    "second": (files_b, PLANTS_B, DECOYS_B),
    "third": (files_c, PLANTS_C, DECOYS_C),
}
MISSED = {
    # A pupil with a barred address is called Clara: every word of her name goes, Santa Clara too.
    "first": (set(), {"D41"}),
    # An initial and a word with a meaning, in a signature; a contract with the number of a person.
    "second": ({"B27"}, {"E11"}),
    # A poem.
    "third": (set(), {"F23"}),
}
