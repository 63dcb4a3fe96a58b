"""Builds universities.json with `mou` alone: the agreements of a university with some sixty others.

    python3 universities.py MOU FILE

The partners exist; the agreements, their dates and their people are made up, in the form that such
registers have: titles in the language of the partner, ids that grew over the years, terms that are
missing, partial dates, frameworks with agreements under them.
"""

import os
import subprocess
import sys

MOU, FILE = sys.argv[1:3]
os.environ |= {"MOU_FILE": FILE, "MOU_TODAY": "2026-11-22", "MOU_NOW": "2026-11-22T09:30:00Z"}
OWNER = "University of Tartu (UT) [EE]"

# id | title | partner; partner | kind | signed | options
ROWS = """
ucph-2019|Memorandum of Understanding on Academic Cooperation and the Exchange of Students|University of Copenhagen (UCPH) [DK]|MoU|2019-03-14|term=5y renewal=5y notice=6m contact=Kadri Tamm area=student exchange area=joint research
uppsala-2023|Memorandum of Understanding between the University of Tartu and Uppsala University on the Coimbra Group Doctoral Network|Uppsala University (Uppsala) [SE]|MoU|2023-05-02|term=4y notice=3m contact=Kadri Tamm area=doctoral training
helsinki-2016|Bilateral Agreement on Cooperation in Baltic Sea Research|University of Helsinki [FI]|agreement|2016-09-01|term=5y renewal=1y contact=Jaan Põld area=marine science
helsinki-2021|Staff Exchange Programme of the Faculties of Law|University of Helsinki [FI]|MoU|2021-10-11|term=3y contact=Liis Õunapuu area=law
lu-2018|Koostöökokkulepe Läti Ülikooliga Balti riikide ühise keeleteaduse õppekava kohta|Latvijas Universitāte (LU) [LV]|agreement|2018-01-29|term=indefinite review=3y notice=1y contact=Jaan Põld area=linguistics
vilnius-2020|Trijų Baltijos universitetų susitarimas dėl bendradarbiavimo|Vilniaus universitetas (VU) [LT]; Latvijas Universitāte (LU) [LV]|agreement|2020-06-18|term=10y contact=Jaan Põld
lmu-2017|Rahmenvereinbarung über die wissenschaftliche Zusammenarbeit und den Austausch von Studierenden und Lehrenden|Ludwig-Maximilians-Universität München (LMU) [DE]|agreement|2017-04-26|term=5y renewal=5y notice=6m contact=Liis Õunapuu area=student exchange
goettingen-2022|Vereinbarung über ein gemeinsames Promotionsverfahren (Cotutelle) in den Geisteswissenschaften|Georg-August-Universität Göttingen [DE]|agreement|2022-11-30|term=4y contact=Liis Õunapuu area=doctoral training
greifswald-1994|Partnerschaftsvertrag zwischen der Universität Tartu und der Ernst-Moritz-Arndt-Universität Greifswald|Universität Greifswald [DE]|agreement|1994-05|term=indefinite contact=Jaan Põld
konstanz-2024|Erasmus+-Rahmenvertrag Wintersemester|Universität Konstanz [DE]|agreement|2024-02-15|term=3y contact=Kadri Tamm tag=erasmus
tuebingen-2021|Kooperationsvereinbarung zur Förderung der Altertumswissenschaften und der Ägyptologie|Eberhard Karls Universität Tübingen [DE]|MoU|2021-12-09|term=5y notice=3m contact=Liis Õunapuu
wien-2015|Übereinkommen über die Zusammenarbeit der Institute für Slawistik|Universität Wien [AT]|agreement|2015-11-03|end=2020-12-31
eth-2025|Letter of Intent on Quantum Computing Education|Eidgenössische Technische Hochschule Zürich (ETH) [CH]|LoI|2025-09-22|contact=Mart Rebane area=computer science
sorbonne-2020|Convention-cadre de coopération universitaire et scientifique entre l'Université de Tartu et Sorbonne Université|Sorbonne Université [FR]|agreement|2020-02-05|term=5y renewal=5y renewal-by=agreement contact=Maarja Lepik
inalco-2022|Convention d'échange d'étudiants dans le domaine des langues finno-ougriennes|Institut national des langues et civilisations orientales (INALCO) [FR]|agreement|2022-12-20|term=4y notice=1m contact=Maarja Lepik area=linguistics
bordeaux-2024|Accord de double diplôme de master en sciences de l'œnologie et de l'environnement|Université de Bordeaux [FR]|agreement|2024-07-01|term=3y contact=Maarja Lepik
geneve-2018|Protocole d'accord relatif à l'éthique de la génomique|Université de Genève [CH]|MoU|2018-10-17|term=6y
ulb-2023|Convention de mobilité Numéro 2023/114|Université libre de Bruxelles (ULB) [BE]|agreement|2023-09-04|term=3y6m contact=Maarja Lepik
ucm-2019|Convenio marco de colaboración académica, científica y cultural|Universidad Complutense de Madrid (UCM) [ES]|agreement|2019-11-25|term=4y renewal=4y renewal-max=1 notice=6m contact=Carlos Ibáñez
unam-2021|Convenio específico de movilidad estudiantil y de investigación conjunta en ecología de los bosques|Universidad Nacional Autónoma de México (UNAM) [MX]|agreement|2021-08-16|term=5y contact=Carlos Ibáñez area=ecology
cordoba-2017|Convenio de cooperación en historia de la medicina|Universidad Nacional de Córdoba [AR]|MoU|2017-03-30|term=5y contact=Carlos Ibáñez
chile-2024|Acuerdo de intenciones sobre astronomía y observación de exoplanetas|Pontificia Universidad Católica de Chile [CL]|LoI|2024-04-08|
salamanca-2026|Convenio sobre el Año de la Lengua Española|Universidad de Salamanca [ES]|agreement|2026-03-18|term=2y contact=Carlos Ibáñez
lisboa-2020|Protocolo de cooperação académica|Universidade de Lisboa [PT]|agreement|2020-01|term=5y
usp-2022|Convênio acadêmico internacional para intercâmbio de docentes, pesquisadores e estudantes de graduação|Universidade de São Paulo (USP) [BR]|agreement|2022-05-23|term=5y notice=6m contact=Carlos Ibáñez
bologna-2018|Accordo di collaborazione culturale e scientifica|Alma Mater Studiorum - Università di Bologna [IT]|agreement|2018-09-12|term=5y renewal=5y notice=3m contact=Maarja Lepik
padova-2023|Accordo per il rilascio del doppio titolo in psicologia|Università degli Studi di Padova [IT]|agreement|2023-02-27|term=4y contact=Maarja Lepik
todai-2017|学術交流に関する協定書|東京大学 (UTokyo) [JP]|agreement|2017-06-02|term=5y renewal=5y contact=Aiko Tamm area=joint research
kyoto-2022|大学間学生交流協定及び環境科学分野における共同研究に関する覚書|京都大学 (Kyoto University) [JP]|MoU|2022-12-15|term=4y notice=3m contact=Aiko Tamm area=student exchange
waseda-2021|Memorandum on Student Exchange between Waseda University and the University of Tartu|Waseda University [JP]|MoU|2021-04-01|effective=2021-10-01 term=5y renewal=1y contact=Aiko Tamm
hokudai-2024|北海道大学との北極研究に関する包括連携協定|北海道大学 [JP]|agreement|2024-11-05|term=5y contact=Aiko Tamm area=polar research
snu-2019|서울대학교와 타르투대학교 간의 학생 교류 협정|서울대학교 (SNU) [KR]|agreement|2019-08-30|term=5y contact=Aiko Tamm
fudan-2023|复旦大学与塔尔图大学关于人工智能伦理合作的谅解备忘录|复旦大学 (Fudan) [CN]|MoU|2023-10-19|term=3y6m contact=Aiko Tamm
peking-2014|Agreement on the Confucius Classroom|北京大学 (PKU) [CN]|agreement|2014-05-20|term=5y
nus-2022|Memorandum of Understanding on Digital Governance, Cybersecurity and e-Residency Research|National University of Singapore (NUS) [SG]|MoU|2022-01-12|term=5y notice=60d contact=Mart Rebane area=digital government
mahidol-2025|Memorandum of Agreement on Tropical Medicine Rotations|Mahidol University [TH]|agreement|2025-02-03|term=2y contact=Piret Kask area=medicine
ui-2020|Nota Kesepahaman tentang Kerja Sama Pendidikan Tinggi|Universitas Indonesia (UI) [ID]|MoU|2020-12-01|term=5y
hanoi-2024|Biên bản ghi nhớ về hợp tác đào tạo công nghệ thông tin|Đại học Quốc gia Hà Nội (VNU) [VN]|MoU|2024-10-28|term=3y contact=Mart Rebane
iitb-2023|Memorandum of Understanding on Start-up Incubation|Indian Institute of Technology Bombay (IITB) [IN]|MoU|2023-12-11|term=3y notice=2w contact=Mart Rebane
huji-2016|מזכר הבנות בדבר שיתוף פעולה אקדמי|האוניברסיטה העברית בירושלים (HUJI) [IL]|MoU|2016-02-22|term=10y contact=Piret Kask
auc-2021|مذكرة تفاهم بشأن التعاون الأكاديمي وتبادل الطلاب|The American University in Cairo (AUC) [EG]|MoU|2021-09-13|term=5y renewal=5y
tehran-2016|تفاهم‌نامه همکاری علمی|University of Tehran [IR]|MoU|2016-10-08|term=5y
bogazici-2018|Öğrenci Değişimi ve Akademik İşbirliği Protokolü|Boğaziçi Üniversitesi [TR]|MoU|2018-04-23|term=5y contact=Piret Kask
athens-2022|Μνημόνιο Συνεργασίας για την Κλασική Φιλολογία|Εθνικό και Καποδιστριακό Πανεπιστήμιο Αθηνών (NKUA) [GR]|MoU|2022-03-07|term=5y
kyiv-2022|Меморандум про підтримку студентів і науковців|Київський національний університет імені Тараса Шевченка [UA]|MoU|2022-03-21|term=indefinite contact=Piret Kask area=students at risk
tbilisi-2019|ურთიერთთანამშრომლობის მემორანდუმი|Ivane Javakhishvili Tbilisi State University (TSU) [GE]|MoU|2019-05-27|term=5y renewal=1y contact=Piret Kask
helsinki-2024|Staff and Student Exchange Programme of the Faculties of Law|University of Helsinki [FI]|MoU|2024-12-16|term=3y succeeds=helsinki-2021 contact=Liis Õunapuu area=law
charles-2025|Dohoda o vědecké spolupráci v oblasti přírodních věd|Univerzita Karlova [CZ]|agreement|2025-05-12|term=5y contact=Jaan Põld
elte-2021|Együttműködési megállapodás a finnugor nyelvészet területén|Eötvös Loránd Tudományegyetem (ELTE) [HU]|agreement|2021-02-21|term=5y notice=3m contact=Jaan Põld area=linguistics
zagreb-2023|Sporazum o suradnji u području šumarstva|Sveučilište u Zagrebu [HR]|agreement|2023-06-30|contact=Jaan Põld
reykjavik-2026|Samkomulag um jarðvarmarannsóknir|Háskóli Íslands [IS]|MoU|2026-10-30|effective=2027-02-01 term=3y contact=Jaan Põld area=geothermal energy
oslo-2015|Nordic-Baltic Network for the Digital Humanities|University of Oslo (UiO) [NO]; Uppsala University (Uppsala) [SE]; University of Helsinki [FI]; Latvijas Universitāte (LU) [LV]|MoU|2015-06-11|term=5y
bergen-2024|Cooperation Agreement on Climate and Ocean Observation in the North Atlantic and the Baltic Sea|University of Bergen [NO]|agreement|2024-01-22|term=3y notice=1m contact=Kadri Tamm area=marine science
school-of-slavonic-and-east-european-studies-of-university-college-london-exchange-2009|Exchange Agreement between the Faculty of Arts and Humanities and the School of Slavonic and East European Studies|University College London, School of Slavonic and East European Studies (UCL SSEES) [GB]|agreement|2009-10-01|term=5y
the-university-of-edinburgh-centre-for-research-collections-and-library-digitisation|Memorandum of Understanding on the Digitisation of Early Printed Books and Manuscripts from the Baltic Provinces|The University of Edinburgh, Centre for Research Collections [GB]|MoU|2024-06-17|term=3y notice=3m contact=Kadri Tamm
office-of-international-relations-university-of-st-andrews-saint-salvators-college|Study Abroad Agreement|University of St Andrews [GB]|agreement|2022-01|term=5y contact=Kadri Tamm
tcd-2020|Memorandum of Understanding on Genomics and Biobanking|Trinity College Dublin, the University of Dublin (TCD) [IE]|MoU|unknown|term=5y contact=Piret Kask area=genomics
toronto-2023|Student Mobility Agreement|University of Toronto, the Governing Council of the University of Toronto (U of T) [CA]|agreement|2023-01-15|term=5y notice=6m contact=Kadri Tamm
regents-of-the-university-of-california-education-abroad-program-santa-barbara-campus-2|Reciprocal Exchange Agreement of the Education Abroad Program with the Regents of the University of California, Santa Barbara|The Regents of the University of California on behalf of the Education Abroad Program, Santa Barbara Campus [US]|agreement|2022-02-28|term=5y notice=90d contact=Kadri Tamm area=student exchange
uw-seattle-1998|Sister University Agreement|University of Washington, Seattle [US]|MoU|1998?|contact=Kadri Tamm
melbourne-2021|Memorandum of Understanding for a Jointly Awarded PhD|The University of Melbourne [AU]|MoU|2021-05-31|effective=pending term=5y contact=Kadri Tamm
capetown-2019|Framework Agreement on Infectious Disease Research|University of Cape Town (UCT) [ZA]|agreement|2019-02-14|term=5y renewal=5y notice=6m contact=Piret Kask area=medicine
uct-tb-2021|Material Transfer Agreement on Mycobacterium tuberculosis Isolates|University of Cape Town (UCT) [ZA]; Karolinska Institutet (KI) [SE]|agreement|2021-07-05|term=6y under=capetown-2019 contact=Piret Kask
otago-draft|Draft Memorandum of Understanding on Antarctic and Subantarctic Microbial Ecology|University of Otago [NZ]|MoU||contact=Piret Kask area=polar research
"""

# agreement | title | options
ACTIVITIES = """
ucph-2019|Visit of the rector and the vice-rector for research to Copenhagen|kind=visit on=2024-10-03 place=Copenhagen outcome=Two joint chairs agreed
ucph-2019|Annual report on student numbers|kind=report due=2026-09-30
uppsala-2023|Summer school of the doctoral network|kind=training from=2025-08-11 until=2025-08-22 place=Visby
helsinki-2016|Cruise of the research vessel Salme|kind=exchange on=2026-06-15
helsinki-2021|Guest lecture on constitutional review|kind=workshop on=2022-04-05
lu-2018|Läti-eesti sõnaraamatu toimkonna koosolek|kind=meeting on=2026-02-19
vilnius-2020|Rectors' meeting in Rīga|kind=meeting on=2025-12-01
lmu-2017|Besuch einer Delegation des Akademischen Auslandsamts|kind=visit on=2023-05-16 place=Tartu
goettingen-2022|Erste gemeinsame Disputation|kind=exchange on=2026-09
konstanz-2024|Nomination of four students for the winter term|kind=exchange on=2026-04-30
konstanz-2024|Nomination of students for 2027|kind=exchange due=2027-04-30
sorbonne-2020|Colloque « Écrire la Baltique »|kind=workshop on=2023-11-09
inalco-2022|Séjour de trois étudiants|kind=exchange from=2025-09 until=2026-01
ucm-2019|Visita del Vicerrectorado de Relaciones Internacionales|kind=visit on=2025-03-27
unam-2021|Trabajo de campo en la Reserva de la Biósfera Mariposa Monarca|kind=exchange from=2025-11-03 until=2025-11-28
usp-2022|Primeiro edital conjunto|kind=pilot known-by=2024-05-06
bologna-2018|Renewal of the exchange list|kind=working-group on=2026-10-20
todai-2017|東京大学フォーラム|kind=workshop on=2025-11-13 place=Tartu
todai-2017|Exchange of two professors of seismology|kind=exchange on=2026-05-11
kyoto-2022|京都大学代表団の訪問|kind=visit on=2024-06-06
waseda-2021|Nomination of six students|kind=exchange on=2026-03-02
hokudai-2024|Joint expedition to Svalbard|kind=exchange from=2026-07-01 until=2026-08-15
fudan-2023|Round table on the ethics of artificial intelligence|kind=workshop on=2024-09-24
nus-2022|Visit of the e-Governance Academy to Singapore|kind=visit on=2025-02-17 place=Singapore
nus-2022|Report to the Ministry of Economic Affairs and Communications on the results of the cybersecurity pilot|kind=report due=2026-12-15
nus-2022|Cybersecurity exercise with mixed teams|kind=training on=2026-12-08 status=planned
mahidol-2025|First rotation of eight students of medicine|kind=exchange from=2026-01-12 until=2026-03-06
iitb-2023|Incubation week|kind=training on=2024-11-18
huji-2016|Lecture series on the history of the Jews of Tartu|kind=workshop on=2023-03
kyiv-2022|Scholarships for forty students|kind=exchange from=2022-04-01 until=2026-08-31
kyiv-2022|Renewal of the scholarships by the Ministry of Education and Research|due=2026-11-01 contact=Liis Õunapuu
elte-2021|Finnugor nyelvészeti konferencia|kind=workshop on=2024-08-19 place=Budapest
bergen-2024|Buoy deployment in the Gulf of Riga|kind=pilot on=2025-05-20
bergen-2024|Data management plan|kind=report due=2026-06-30
the-university-of-edinburgh-centre-for-research-collections-and-library-digitisation|Digitisation of the first 1,200 volumes of the Academic Society|kind=pilot status=ongoing from=2025-01
toronto-2023|Nomination of two students|kind=exchange on=2026-02-27
regents-of-the-university-of-california-education-abroad-program-santa-barbara-campus-2|Orientation for outgoing students|kind=training on=2026-05-05
capetown-2019|Workshop on latent tuberculosis|kind=workshop on=2024-03-24 place=Cape Town
uct-tb-2021|Shipment of isolates|kind=exchange status=cancelled on=2023-02-01
salamanca-2026|Semana del cine español|kind=workshop on=2026-10-12
charles-2025|Kick-off meeting|kind=meeting on=2025-09-08 place=Praha
auc-2021|Teaching visit|kind=visit on=2022-10
"""

# Commands after that: renewals, notices, decisions.
EVENTS = """
renew helsinki-2016 --end 2026-08-31 --on 2021-08-20
renew cordoba-2017 --term 5y --on 2022-03-01
renew sorbonne-2020 --term 5y --on 2025-01-30
notice bologna-2018 --on 2027-01-10 --by Università
suspend tehran-2016 --on 2020-03-01
notice bogazici-2018 --on 2022-12-01 --by UT
terminate geneve-2018 --on 2023-06-30 --by UT
terminate todai-2017 --on 2026-11-02 --end 2027-03-31 --by UTokyo
decide snu-2019 lapse --by UT
decide ulb-2023 renew --by Maarja
amend usp-2022 --on 2024-05-01 --notice 3m
decide inalco-2022 renegotiate --by Maarja
amend nus-2022 --on 2025-06-01 --title Memorandum\u00a0of\u00a0Understanding\u00a0on\u00a0Digital\u00a0Governance,\u00a0Cybersecurity,\u00a0e-Residency\u00a0and\u00a0Artificial\u00a0Intelligence
"""


def mou(*words):
    done = subprocess.run([MOU, *words], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{words}: {done.stderr}")


def options(text):
    """Returns `a=b c d e=f` as flags: a word without `=` belongs to the value before it."""
    flags = []
    for word in text.split():
        name, equals, value = word.partition("=")
        if equals:
            flags.append([f"--{name}", value])
        else:
            flags[-1][1] += " " + word
    return [word for flag in flags for word in flag]


mou("init", "--owner", "University of Tartu", "--uid", "6f0e2a2c-8c1b-4f52-9a57-1b5b0c0d7e64")
for row in ROWS.strip().splitlines():
    id, title, partners, kind, signed, rest = row.split("|")
    parties = [word for name in [OWNER, *partners.split("; ")] for word in ("--party", name)]
    dated = ["--signed", signed] if signed else []
    mou("add", title, "--id", id, "--kind", kind, *parties, *dated, *options(rest))
for row in ACTIVITIES.strip().splitlines():
    id, title, rest = row.split("|")
    mou("activity", "add", id, title, *options(rest))
for row in EVENTS.strip().splitlines():
    mou(*(word.replace("\u00a0", " ") for word in row.split(" ")))
