"""Four deliveries of invented persons and of things that look like them, with what must go and stay.

Each was written as somebody would who wants to prove a leak, before its cures: the second after the
cures of the first, and so on. At their first readings 20 of 60, 10 of 30, 8 of 30 and 13 of 40 got
through. ``MISSED`` tells what still comes through
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


DAY32, F32 = pnr("20120314", "238")
DAY33, F33 = pnr("20120917", "239")
DAY34, F34 = pnr("20140211", "238")
# 0 as O, 1 as l, 8 as B in one number.
SLIP32 = DAY32[:4].replace("0", "O") + DAY32[4:].replace("1", "l") + "-" + F32.replace("8", "B")
SPACED34 = " ".join(DAY34[2:]) + " - " + " ".join(F34)
ORG_KOMMUN = chk("212000991")[:6] + "-" + chk("212000991")[6:]
ORG_FIRM = chk("556974208")[:6] + "-" + chk("556974208")[6:]

PUPILS_D = [
    ["Elev", "Född", "Nr", "Klass", "Vårdnadshavare", "Bostad", "Tel hem", "Övrigt"],
    ["Hadžiselimović Emina", "20120505", "", "6A", "Hadžiselimović Senad", "", "", "lånar dator 5CD3471KQP"],
    ["Trần Thị Bích Ngọc", "", "", "6A", "", "", "", "modersmål tisdagar kl 14.30"],
    ["Wikander, Torbjörn jr", DAY33, F33, "6A", "", "Slåttervägen 8 lgh 1102", "", ""],
    ["Yıldırım Gülşen", "", "", "6B", "", "", "o7O-l74 O6 12", "byter till klass 5B efter lovet"],
    ["Xu Yiwen", "", "", "6B", "", "", "", "klar med Skola24 Närvaro"],
    ["Skaltje Biret-Ánne", "", "", "6B", "", "", "", "läser nordsamiska på distans"],
    ["Personnummer enligt skannad blankett: " + SLIP32, "", "", "6B", "", "", "", ""],
    ["Antal elever: 27", "", "", "", "", "", "", "Listan gäller läsåret 2025/2026"],
]
TALK_D = [
    ["Datum", "Deltagare", "Vad som sades"],
    ["2025-09-18", "Rektor, specialpedagog", "Eleven vill byta grupp. Vikarierande biträdande rektor följer upp."],
    ["2025-09-25", "Skolkurator", "Supaporns mormor ringde. Mötet flyttas till Selma Lagerlöfs skola."],
    ["2025-10-02", "Specialpedagog", "Stödet ges enligt Skollagen 3 kap. 7 § och följs upp i november."],
    ["2025-10-09", "Rektor", "flickan i 6D har skyddad folkbokföring sedan sommaren, skriv inte ut klasslistan"],
    ["2025-10-16", "Lärare", "Uppsatsen handlade om Astrid Lindgren och hennes barndom i Näs."],
    ["2025-10-17", "Lärare", "Provet om Gustav Vasa skrivs om v. 45."],
]

EASIT_D = [
    ["Ärendenr", "Anmälare", "Användarid", "Rubrik", "Beskrivning", "Status"],
    ["SD-104417", "Golestani-Fard Shirin", "", "Kan inte logga in", "Felkod Error 0x80070005 efter uppdatering till Windows 11 23H2.", "Löst"],
    ["SD-104418", "", "fertov12", "Profilen laddas inte", "Mappen C:\\Users\\tovefermhag\\OneDrive är låst.", "Öppet"],
    ["SD-104419", "", "", "Trasig skärm", "Johanna Sjöqvist får inte i gång sin Chromebook, version Chrome OS 128.0.6613.163.", "Löst"],
    ["SD-104420", "", "", "Nytt lösenord", "ulrika fagerström på expeditionen vill ha nytt lösen till kopiatorn", "Löst"],
    ["SD-104421", "", "", "Surfplatta borta", "Tuva i 5B har tappat sin platta i omklädningsrummet.", "Öppet"],
    ["SD-104422", "", "", "Skrivare", "Skrivaren i Karlfeldtskolan, hus C svarar inte på 10.48.112.37.", "Löst"],
    ["SD-104423", "", "", "Behörighet", "Systemförvaltare Skola behöver läsrätt i Aruba Central.", "Löst"],
    ["SD-104424", "", "", "Delad kalender", "Ek ringde och undrade när kalendern kommer tillbaka.", "Väntar"],
    ["SD-104425", "", "", "Felaktig synk", "Lovisas mamma ser fel barn i appen, se även Power Automate.", "Öppet"],
    ["SD-104426", "", "", "Telefon", "Vårdnadshavaren nås på 0046 70 / 174.06.33 efter fyra.", "Väntar"],
    ["SD-104427", "", "", "Ny dator", "Papanikolaou Eleftheria börjar den 3 november och behöver konto.", "Öppet"],
    ["SD-104428", "", "", "Trådlöst nät", "Accesspunkten 3c:52:82:aa:1f:07 startar om varje natt.", "Löst"],
    ["SD-104429", "", "", "Spridningslista", "Lägg till support@ljungsaker.se och ta bort it-servicedesk@ljungsaker.se.", "Löst"],
]
STATISTICS_D = [
    ["Månad", "Ärenden", "Kommentar"],
    ["Augusti", "412", "Skolstart, flest ärenden om Microsoft Teams"],
    ["September", "377", "Projekt Alfred gick över i förvaltning"],
    ["Oktober", "298", "Pilot Elsa omfattar tre förskolor"],
    ["November", "301", "Servern SRV-ELSA01 byttes"],
]

QUEUE_D = """\
Könr;Barn;Önskad enhet;Ködatum;Anteckning
1;Cabdullahi Hodan;Fritidshemmet Blåklockan;2025-04-02;hodan står även i kö till Selma Lagerlöfs skola
2;al-Jubouri Haydar;Fritidshemmet Blåklockan;2025-04-11;syskonförtur, pappa al-jubouri har bekräftat
3;Rojîn Bêrîvan Çelik;Förskolan Trollsländan;2025-05-06;platsen gäller från 1 januari
4;Rehnstjerna, Gottfrida;Förskolan Trollsländan;2025-05-19;avgift enligt Barn- och ungdomsnämndens arbetsutskott
5;;Förskolan Trollsländan;2025-05-20;Plats 5 är vakant, se BUN 2025/00417
6;;Fritidshemmet Blåklockan;2025-06-02;Anmäld via e-tjänst, kontakt tindra.vasslid@elev.ljungsaker.se
7;;Fritidshemmet Blåklockan;2025-06-03;Svara till elin.brattlund (at) gmail.com före midsommar
8;;Pedagogisk omsorg;2025-06-09;Hållplats Dag Hammarskjölds väg är närmast
9;;Pedagogisk omsorg;2025-06-10;Lokalen vid Hjalmar Brantings plats är uppsagd
"""

SERVICENOW_D = """\
number;opened_at;short_description;description;assignment_group
INC0048213;2025-10-14 07:42;Access Denied;User gets Access Denied when opening the Google Workspace admin console;Service Desk Level 2
INC0048214;2025-10-14 08:05;Password Reset;Password Reset was done by phone, ticket closed without further action;Service Desk Level 2
INC0048215;2025-10-14 08:31;Laptop;Melker at Karlfeldtskolan cannot join the exam, please whitelist his device;Endpoint Team
INC0048216;2025-10-14 09:10;Group sync;Called back S. Venkataraghavan, who says that Lakshmi still has the old mailbox;Identity Team
INC0048217;2025-10-14 09:55;Outage;Root Cause Analysis is due on Friday, see Known Error KE000731;Major Incident
INC0048218;2025-10-14 10:20;License;Adobe Creative Cloud licences expire on 31 December;Software Asset
INC0048219;2025-10-14 11:02;Projector;Meeting Room Display shows No Signal after the update;Endpoint Team
INC0048220;2025-10-14 12:47;Account;Please disable the account of Päivi Kettunen from Monday, she has left the school;Identity Team
INC0048221;2025-10-14 13:15;Firewall;Change Advisory Board approved Emergency Change CHG0031902;Network
"""

INVOICES_D = f"""\
Ver.nr;Leverantör;Org.nr;Er referens;Belopp;Text
A25-30418;Bergströms Elektriska AB;{ORG_FIRM};Hallberg Ann-Kristin;1 284 500,00;Kabeldragning, Bankgiro 5402-9681
A25-30419;Stenbergs Bokhandel AB;556731-4477;;18 240,50;Klassuppsättning, Selma Lagerlöf: Nils Holgersson
A25-30420;Advokatfirman Lindskog & Palm KB;;;62 000,00;Avtalsgranskning, Kontering 4711 6421 910
A25-30421;Ernst & Young;;;45 900,00;Granskning enligt SS-EN ISO/IEC 27001:2022
A25-30422;Måltidsservice Väst;;;7 312,00;Julbord personal, Janssons frestelse och sill
A25-30423;Ljungsåkers kommun;{ORG_KOMMUN};;0,00;Intern omföring, Plusgiro 48 36 20-7
A25-30424;Fastighetsbolaget Kvarnen;;;310 000,00;Hyra kv. 4, OCR 73400192558
"""

CAPITALS_D = """\
UTDRAG UR VERKSAMHETSSYSTEM 2025-10-20
DRIFTSTOPP I SKOLPLATTFORMEN FREDAG KL 07 TILL 09
UTBILDNINGSFORVALTNINGEN BESTALLER FLER LICENSER
REKTORSOMRADE NORR HAR INTE SVARAT PA ENKATEN
EFTER BESLUT I KOMMUNSTYRELSEN STÄNGS SERVERRUMMET
ELEV BJORN AKERSTROM HAR FATT NY INLOGGNING
MALGORZATA WOJCIK AR OBEHORIG TILL MODULEN FRANVARO
VH TSEGEREDA WOLDEGIORGIS SÖKT UTAN SVAR
ÖVERFÖRMYNDARENS KANSLI FLYTTAR TILL PLAN TRE
SLUT PA UTDRAG
"""

DIARY_D = f"""\
Incidentdagbok, IT-enheten Ljungsåkers kommun
Diarienr KS 2025-000318

2025-10-06 Anmält till IMY enligt Dataskyddsförordningen artikel 33. Utskicket gick till fel grupp.
2025-10-07 Sten sa att han hade fått listan, och raderade den samma dag.
2025-10-07 J.Ö. i 8C hade öppnat bilagan, hemmet är informerat.
2025-10-08 Numret lästes upp i telefon: {SPACED34} och skrevs på en lapp.
2025-10-08 Handlingarna prövas mot Offentlighets- och sekretesslagen (2009:400).
2025-10-09 Ingegerd ringde.
2025-10-10 Elektronikåtervinningen hämtar pallarna vid Carl Gustafs park.
2025-10-13 Ros hämtar de sista datorerna i eftermiddag, och Dal låser efter sig.
2025-10-14 Skolgården: fibern går genom skogen bakom matsalen, tre träd fälls (ek, lind och rönn).
2025-10-15 Backup av registrator@ljungsaker.se återläst till version 4.12.0-rc2.
2025-10-16 Ärendet stängt, slutrapport lämnas till Kommunala rådet för funktionshinderfrågor.
"""

MAIL_D = """\
2025-10-21 06:58:12 from=noreply@skolplattform.example to=registrator@ljungsaker.se subject=Veckorapport 43 status=sent
2025-10-21 07:03:40 from=driftinfo@ljungsaker.se to=alla-rektorer@ljungsaker.se subject=Planerat underhåll av Karin Boye-biblioteket status=sent
2025-10-21 07:15:02 from=faktura@ljungsaker.se to=ekonomi@ljungsaker.se subject=Påminnelse faktura F-2025-88317 status=deferred
2025-10-21 07:44:29 from=upphandling@ljungsaker.se to=info@bergstromsel.example subject=Ramavtal Digitala Lärresurser 2026 status=sent
2025-10-21 08:20:51 from=kultur@ljungsaker.se to=alla@ljungsaker.se subject=Föreläsning till Alfred Nobels minne status=sent
2025-10-21 08:31:07 from=aula@ljungsaker.se to=alla@ljungsaker.se subject=Lucia i aulan den 12 december status=sent
2025-10-21 08:40:33 from=drift@ljungsaker.se to=natverk@ljungsaker.se subject=Brandvägg 192.168.240.9 ur drift status=sent
"""

MOVE_D = """\
Anteckning om omplacering
Eleven flyttas till Wenströmska gymnasiet efter höstlovet.
Thiago har själv önskat bytet.
Beslut enligt Skollagen 10 kap. 24 § delges vårdnadshavarna.
Skolskjuts från busstationen vid Sankt Eriksplan.
"""


def files_d() -> dict[str, str | bytes]:
    """The delivery: names of files and what is in them."""
    return {
        "elevlistor_ht25.xlsx": book(("Klass 6", PUPILS_D), ("Samtal Vendela Nordgren", TALK_D)),
        "easit_export_okt.xlsx": book(("Ärenden", EASIT_D), ("Statistik", STATISTICS_D)),
        "ko_fritids_forskola.csv": QUEUE_D,
        "servicenow_incidents.csv": SERVICENOW_D,
        "fakturor_2025.csv": INVOICES_D.encode("cp1252"),
        "UTDRAG_2025.txt": CAPITALS_D,
        "incidentdagbok.txt": DIARY_D,
        "epostlogg_v43.txt": MAIL_D,
        "Omplacering_Thiago_Villanueva.txt": MOVE_D,
    }


PLANTS_D: dict[str, list[str]] = {
    "D01": ["Johanna", "Sjöqvist"],                 # Swedish: first name and surname, in a ticket
    "D02": ["Wikander", "Torbjörn"],                # surname first, with a comma, and "jr"
    "D03": ["Hallberg", "Ann-Kristin"],             # surname first, no comma: reference on an invoice (cp1252)
    "D04": ["Tuva"],                                # a lone given name with a class
    "D05": ["Melker"],                              # a lone given name with a school, English ticket
    "D06": ["Päivi", "Kettunen"],                   # Finnish, English ticket
    "D07": ["Skaltje", "Biret-Ánne"],               # Sami
    "D08": ["Cabdullahi", "Hodan", "hodan"],        # Somali; once more in small letters, alone
    "D09": ["al-Jubouri", "Haydar", "al-jubouri"],  # Arabic, with a particle; once more in small letters
    "D10": ["Golestani-Fard", "Shirin"],            # Persian, double surname
    "D11": ["Rojîn", "Bêrîvan", "Çelik"],           # Kurdish, with circumflexes
    "D12": ["MALGORZATA", "WOJCIK"],                # Polish, capitals without accents
    "D13": ["Hadžiselimović", "Emina", "Senad"],    # Bosnian: a child and a parent
    "D14": ["Trần", "Bích", "Ngọc"],                # Vietnamese, with all marks
    "D15": ["Supaporn"],                            # Thai given name, genitive, with a relative
    "D16": ["Xu Yiwen", "Yiwen"],                   # Chinese, surname first, short
    "D17": ["Yıldırım", "Gülşen"],                  # Turkish, dotless i
    "D18": ["TSEGEREDA", "WOLDEGIORGIS"],           # Tigrinya, capitals, after "VH"
    "D19": ["Thiago", "Villanueva"],                # Spanish/Portuguese, in the name of a file, and alone in the note
    "D20": ["Papanikolaou", "Eleftheria"],          # Greek, surname first at the start of a sentence
    "D21": ["Venkataraghavan", "Lakshmi"],          # Indian: initial and surname, a given name alone
    "D22": ["Rehnstjerna", "Gottfrida"],            # rare Swedish name, as of nobility
    "D23": ["BJORN", "AKERSTROM"],                  # Swedish, capitals without å ä ö
    "D24": ["ulrika", "fagerström"],                # Swedish, small letters at the start of a cell
    "D25": ["Lovisa"],                              # given name, genitive, with a relative
    "D26": ["J.Ö."],                                # initials with a class
    "D27": ["Vendela", "Nordgren"],                 # title of a sheet
    "D28": ["tindra.vasslid", "vasslid", "elin.brattlund", "brattlund"],  # e-mail made of names, one with "(at)"
    "D29": ["tovefermhag", "fertov12"],             # user ids made of a name: in a path, in a column
    "D30": ["o7O-l74 O6 12", "l74 O6 12"],          # telephone, letters read for digits
    "D31": ["0046 70 / 174.06.33", "174.06.33"],    # telephone, odd signs between
    "D32": [SLIP32, SLIP32[-4:]],                   # personnummer, letters read for digits
    "D33": [DAY33, F33],                            # personnummer, split over two cells
    "D34": [SPACED34, " ".join(F34)],               # personnummer, a space after each digit
    "D35": ["Slåttervägen 8", "lgh 1102"],          # address of a child
    "D36": ["i 6D"],                                 # protected identity, the child named by class
    "D37": ["Ingegerd"],                            # a name with nothing but a verb
    "D38": ["Ek ringde"],                           # a word as a surname, with a verb
    "D39": ["Sten sa"],                             # a word as a name, with "han"
    "D40": ["Ros hämtar", "Dal låser"],             # two words as surnames, in the sentence of an ordinary day
}

DECOYS_D: dict[str, str] = {
    "G01": ORG_KOMMUN,                                              # organisationsnummer of a municipality
    "G02": ORG_FIRM,                                                # organisationsnummer of a firm
    "G03": "Bankgiro 5402-9681",
    "G04": "Plusgiro 48 36 20-7",
    "G05": "1 284 500,00",                                          # amount
    "G06": "OCR 73400192558",
    "G07": "A25-30418",                                             # voucher
    "G08": "F-2025-88317",                                          # invoice
    "G09": "BUN 2025/00417",                                        # diary
    "G10": "Diarienr KS 2025-000318",                               # diary
    "G11": "Chrome OS 128.0.6613.163",                              # version
    "G12": "version 4.12.0-rc2",
    "G13": "10.48.112.37",                                          # IP
    "G14": "192.168.240.9",
    "G15": "3c:52:82:aa:1f:07",                                     # MAC of an access point
    "G16": "2025-10-14 07:42",                                      # moment
    "G17": "INC0048213",                                            # ticket
    "G18": "Hjalmar Brantings plats",                               # square named after a person
    "G19": "Dag Hammarskjölds väg",                                 # bus stop
    "G20": "Carl Gustafs park",
    "G21": "Sankt Eriksplan",
    "G22": "Selma Lagerlöfs skola",                                 # school named after a person
    "G23": "Karlfeldtskolan, hus C",
    "G24": "Wenströmska gymnasiet",
    "G25": "Karin Boye-biblioteket",
    "G26": "Bergströms Elektriska AB",                              # firms with surnames
    "G27": "Stenbergs Bokhandel AB",
    "G28": "Advokatfirman Lindskog & Palm KB",
    "G29": "Ernst & Young",
    "G30": "Aruba Central",                                         # products of two capitalised words
    "G31": "Power Automate",
    "G32": "Google Workspace",
    "G33": "Adobe Creative Cloud",
    "G34": "Microsoft Teams",
    "G35": "Skola24 Närvaro",
    "G36": "DRIFTSTOPP I SKOLPLATTFORMEN FREDAG KL 07 TILL 09",     # sentences in capitals
    "G37": "UTBILDNINGSFORVALTNINGEN BESTALLER FLER LICENSER",
    "G38": "REKTORSOMRADE NORR HAR INTE SVARAT PA ENKATEN",
    "G39": "EFTER BESLUT I KOMMUNSTYRELSEN STÄNGS SERVERRUMMET",
    "G40": "ÖVERFÖRMYNDARENS KANSLI FLYTTAR TILL PLAN TRE",
    "G41": "Vikarierande biträdande rektor",                        # roles
    "G42": "Systemförvaltare Skola",
    "G43": "Augusti",                                               # month
    "G44": "Astrid Lindgren",                                       # author
    "G45": "Nils Holgersson",                                       # figure of a book
    "G46": "Gustav Vasa",                                           # historic figure
    "G47": "Alfred Nobels minne",
    "G48": "Offentlighets- och sekretesslagen (2009:400)",          # laws
    "G49": "Skollagen 10 kap. 24 §",
    "G50": "Dataskyddsförordningen artikel 33",
    "G51": "Barn- och ungdomsnämndens arbetsutskott",               # committee
    "G52": "User gets Access Denied when opening",                  # English tickets
    "G53": "Password Reset was done by phone",
    "G54": "Root Cause Analysis is due on Friday, see Known Error KE000731",
    "G55": "Change Advisory Board approved Emergency Change CHG0031902",
    "G56": "Projekt Alfred",                                        # projects with given names
    "G57": "Pilot Elsa",
    "G58": "support@ljungsaker.se",                                 # addresses of functions
    "G59": "registrator@ljungsaker.se",
    "G60": "fibern går genom skogen bakom matsalen, tre träd fälls (ek, lind och rönn)",  # words that are surnames
}


SETS = {
    "first": (files_a, PLANTS_A, DECOYS_A),
    "second": (files_b, PLANTS_B, DECOYS_B),
    "third": (files_c, PLANTS_C, DECOYS_C),
    "fourth": (files_d, PLANTS_D, DECOYS_D),
}
MISSED = {
    # A pupil with a barred address is called Clara: every word of her name goes, Santa Clara too.
    "first": (set(), {"D41"}),
    # An initial and a word with a meaning, in a signature; a contract with the number of a person.
    "second": ({"B27"}, {"E11"}),
    # A poem.
    "third": (set(), set()),
    # A given name alone in an English clause; words as surnames of whom nothing but work is told.
    # Commas that part the columns of a file.
    "fourth": ({"D21", "D40"}, {"G60"}),
}
