"""Words of headings, titles and cells to whose address or telephone number stands beside them."""

from __future__ import annotations

import re

# Headings of columns that name bodies; a kind of matter or a town beside an address does not.
OF_FIRMS = re.compile(
    r"leverantör|företag|bolag|arbetsplats|butik|restaurang|anbudsgivare|supplier|vendor|company"
    r"|retailer",
    re.IGNORECASE,
)
OF_SITES = re.compile(
    r"(?<![^\W\d_])(?:objekt|fastighet|byggnad|anläggning|lokal|depå|station|verksamhet|driftställe"
    r"|building|facility|premises|site)(?:en|et|s|ens|snamn|namn)?(?![^\W\d_])",
    re.IGNORECASE,
)
OF_BODIES = re.compile(
    rf"{OF_FIRMS.pattern}|myndighet|organisation|huvudman|skola|skolenhet|förskola|school"
    r"|authority|publisher",
    re.IGNORECASE,
)
TOWNS = re.compile(
    r"(?<!\w)(?:stockholms?|göteborgs?|malmö|uppsala|linköping|norrköping|västerås|örebro|umeå|gävle"
    r"|borås|sundsvall|jönköping|helsingborg|halmstad|växjö|karlstad|sverige|sweden)(?!\w)",
    re.IGNORECASE,
)
# Buildings of the public and of trades. A farm, a villa and a stairwell are somebody's home.
BUILDINGS = re.compile(
    r"(?<![^\W\d_])(?:(?:sport|ishall|is|sim|tennis|idrotts|rid|bad|mäss|konsert|saluh|sal|tur|bowling"
    r"|maskin|lager|fest|gymnastik)hall(?:en)?|(?:kommun|stads|råd|kultur|medborgar|församlings|bad"
    r"|polis|tings|förvaltnings|kontors|parkerings|sjuk|för|konst|rid|växt|idrotts|förenings)hus(?:et)?"
    r"|\w*(?:brand|räddnings|polis|buss|järnvägs|pump|central|tåg|tank|mät|transformator"
    r"|återvinnings|värme|vatten)station(?:en)?"
    r"|\w*(?<!mini)(?:renings|vatten|kraft|värme|såg|gas|avlopps)verk(?:et)?"
    r"|\w*(?:äldre|vård|service|demens|grupp|LSS-?)boende(?:t)?|(?:sjuk|ålderdoms|vård)hem(?:met)?"
    r"|(?:fritids|bygde|församlings|ungdoms|hembygds|mötes|4H-)gård(?:en)?"
    r"|\w*(?:idrotts|fotbolls|lek|återvinnings|camping|bad|grill|ridhus)plats(?:en)?"
    r"|\w*(?:arena|bibliotek|museum|apotek|klinik|mottagning|teater|biograf|kyrka|kapell|krematorium"
    r"|depå|bangård|flygplats|hamn|stadion|simbassäng|panncentral|kulturskola"
    r"|musikskola|tandvård|folktandvård|fabrik|laboratorium|centralkök|tillagningskök|produktionskök"
    r"|köpcentrum|varuhus|butik|kiosk|hotell|vandrarhem|pizzeria|restaurang|kafé|café|bageri)"
    r"(?:en|n|et|t|an|ens|s|eum|et)?)(?![^\W\d_])",
    re.IGNORECASE,
)
# Streets along which something is done, without the number of a house.
WAY = re.compile(
    r"(?=[^\d]*$).*(?:gatan|gata|vägen|väg|gränden|gränd|stigen|stig|allén|allé|torget|torg|backen"
    r"|leden|bron|plats|platsen|plan|esplanaden|promenaden|kajen|stråket|rondellen|parken|tunneln)s?",
    re.IGNORECASE,
)
HOUSE_NUMBER = re.compile(r"\s*(?:hus|gatu|port|adress)?\.?\s?n(?:umme)?r\.?\s*", re.IGNORECASE)
HOME = re.compile(r"hem|bostad|bosatt|folkbokför|privat|(?<![^\W\d_])home", re.IGNORECASE)

# Whoever is named under such a heading is named for an office that a body has.
OF_OFFICE = re.compile(
    r"kontakt(?!famil)|contact|chef|rektor|föreståndare|ansvarig|beställare|referens|attest|säljare"
    r"|order|vaktmästare|projektledare|projektägare|representant|(?<![^\W\d_])vd(?![^\W\d_])"
    r"|verkställande|förvaltare|tekniker|konsult|inköpare|upphandlare|granskare|godkän"
    r"|platschef|arbetsledare|manager|owner|officer|approver|director|head|principal|buyer|sales",
    re.IGNORECASE,
)
# These serve a person as well, who may be meant by the row.
OF_MATTERS = re.compile(
    r"handl|handläggare|utredare|mentor|lärare|kurator|behandlare|sköterska|psykolog|pedagog"
    r"|assistent|delegat|beslutande|upprättad|registrer|skapad|assignee|agent",
    re.IGNORECASE,
)
# Words of titles and headings that say that persons without an office stand on the sheet.
OF_PERSONS = re.compile(
    r"(?<![^\W\d_])(?:elev(?:er|ers|ens?|s|lista|listan|register|registret|akt|akter|hälsa|hälsan)?"
    r"|barn(?:et|ets|ens?|lista)?(?!-? ?(?:och|&)|-)|klass(?:en|er|lista|listan)?|årskurs|åk"
    r"|vårdnadshav\w*|föräldr\w*|förälder\w*|anhörig\w*|närstående|brukar\w*|klient\w*|patient\w*"
    r"|vårdtag\w*|omsorgstag\w*|boende|boendes|hyresgäst\w*|bostads\w*|lägenhet\w*|lgh|sökande\w*"
    r"|medlem\w*|deltagar\w*|privat\w*|hushåll\w*|person(?:er|ers|lista)?|personnr"
    r"|res(?:a|or|an|enär\w*)|hämt\w*|lämna\w*|önska\w*|skolval\w*|köplats\w*|dagbarnvårdar\w*"
    r"|familjedaghem\w*|pedagogisk omsorg|hemtjänst\w*|hemsjukvård\w*|färdtjänst\w*"
    r"|skolskjuts\w*|skjuts\w*|insats\w*|placera\w*"
    r"|familjehem\w*|kontaktfamilj\w*|gode? m[aä]n\w*|ställföreträd\w*|bistånd\w*|LSS|SoL|oro\w*"
    r"|ungdom(?:ar|ars|en|s)?|adoption\w*|konfirmand\w*|spelare|asyl\w*|ensamkommande|flykting\w*"
    r"|pupils?|students?|child|children|tenants?|residents?|clients?|patients?|guardians?|parents?"
    r"|applicants?|members?|households?|class|grade)(?![^\W\d_])",
    re.IGNORECASE,
)
# Columns of numbers that a desk has.
OF_DESKS = re.compile(
    r"växel|(?<![^\W\d_])(?:vxl|vx|exp)(?![^\W\d_])|expedition|reception|kansli|kundtjänst"
    r"|kundservice|kontaktcent|support|help ?desk|service ?desk|switchboard|front desk",
    re.IGNORECASE,
)
OF_MEMBERS = re.compile(
    r"förening|klubb|förbund|samfällighet|(?<![^\W\d_])(?:brf|IF|IK|IFK|BK|SK|FF|kör|lag|krets)"
    r"(?![^\W\d_])|krets|scout|sällskap|association|club",
    re.IGNORECASE,
)
# What a row is then may be somebody's matter, and the body in it only the one who is concerned.
OF_CASES = re.compile(
    r"ärende|(?<![^\W\d_])dnr|diarie|anmäl|ansök|beslut|incident|avvikelse|case|ticket",
    re.IGNORECASE,
)
