#!/bin/sh
# Builds examples/uk-singapore.json byte for byte with `mou` alone: the two memoranda of
# understanding between Singapore's Government Technology Agency and the UK's Government Digital
# Service, and what was done under the first.
#
#     sh examples/build-uk-singapore.sh [FILE]
#
# FILE is the registry to make, `registry.json` in the current folder unless given; one that
# stands there already is left alone, and the script fails. `MOU` names the program, if it is
# not the `mou` of the PATH. The ids that `mou add` prints are what the later commands use.
set -eu

MOU_FILE=${1:-registry.json}
export MOU_FILE

mou() {
    command "${MOU:-mou}" "$@"
}

# Where the facts come from: the title, then the address, if there is one, then the date.
report='The Business Times: report on the MoU of GovTech and GDS | | 2019-06-14'
release='GovTech: media release on the MoU of 2022 with GDS | | 2022-07-04'
news='GOV.UK: news of the first MoU | https://www.gov.uk/government/news/sin-sg-facilitates-new-uk-sg-mou-in-digital-government-services'
explainer='GOV.UK: explainer of the UKSDEA | https://www.gov.uk/government/publications/uk-singapore-digital-economy-agreement-explainer/uk-singapore-digital-economy-agreement-final-agreement-explainer'

mou init --owner GovTech --uid 7d1f4c52-9a3e-4b86-8f10-5c2e6a94d703

# The first one: no term and no end are stated, so none is recorded.
first=$(mou add 'Memorandum of Understanding on digital government services' \
    --id gds-govtech-2019 \
    --party 'Government Technology Agency (GovTech) [SG]' \
    --party 'Government Digital Service (GDS) [GB]' \
    --signed 2019-06-13 \
    --place 'Official residence of the Chancellor of the Exchequer, London' \
    --signatory 'Kok Ping Soon (chief executive) [GovTech]' \
    --signatory 'Kevin Cunnington (director general) [GDS]' \
    --witness 'Philip Hammond (Chancellor of the Exchequer)' \
    --witness 'Tharman Shanmugaratnam (Senior Minister)' \
    --area 'designing and delivering digital government services' \
    --area 'digital skills of public officials' \
    --area 'open standards for the data, information and software of government' \
    --area 'exchange of officers' \
    --related 'SG-UK Partnership for the Future campaign, launched in 2019-01 by Jeremy Hunt, UK Foreign Secretary, and Vivian Balakrishnan, Singapore Minister for Foreign Affairs; both countries were engaged in it at the time' \
    --reference "$report" \
    --reference "$release" \
    --reference "$news" \
    --notes 'The first MoU between the two agencies, who announced it together on 2019-06-14, the day after the signing. They share knowledge, experience and good practice, on digital platforms too; the areas are examples, others are not named. No title is stated: the one here is descriptive. No term and no end are stated. Those who worked with GDS under it are Singapore'\''s public agencies at large, not GovTech alone.')
echo "$first"

# Its successor. A party that the registry already has can be named by its short name.
second=$(mou add 'Memorandum of Understanding on digital government' \
    --id gds-govtech-2022 \
    --party GovTech \
    --party GDS \
    --signed 2022-07-04 \
    --place '10 Whitechapel High Street, London' \
    --signatory 'Kok Ping Soon (Chief Executive) [GovTech]' \
    --signatory 'Tom Read (Chief Executive Officer and Director General) [GDS]' \
    --term P3Y \
    --area 'designing and delivering digital public services' \
    --area 'know-how and approaches in building digital services' \
    --area 'new ways of working, for more economical, efficient and effective digital services' \
    --succeeds "$first" \
    --related 'UK-Singapore Digital Economy Agreement (UKSDEA), in force since 2022-06-14, which this MoU follows' \
    --related 'Digital Government Exchange (DGX), a yearly conference that the government of Singapore runs for public sector leaders of many jurisdictions: GDS takes part in two of its multilateral working groups' \
    --reference "$release" \
    --reference "$explainer" \
    --notes 'No title is stated: the one here is descriptive. The three years are stated, the day they begin is not: with no other day recorded they count from the signing.')
echo "$second"

# What was done is told in the release of 2022, but it was done under the first: what has no date
# of its own is known by that of the release.
mou activity add "$first" 'Knowledge exchanges on designing services around life events' \
    --kind exchange --status done --known-by 2022-07-04 \
    --area 'priority events' --area personalisation --area 'use of data' \
    --participant GDS --participant GovTech \
    --reference "$release"

mou activity add "$first" 'Pilots towards mutual recognition of digital identities of the two countries' \
    --kind pilot --status ongoing --known-by 2022-07-04 \
    --area 'digital identity' \
    --participant GovTech --participant GDS \
    --reference "$release" \
    --notes 'Knowledge is exchanged along with it. Told as started; the day is not stated.'

mou activity add "$first" 'Support for a review of data security in Singapore'\''s public sector' \
    --kind review --status done --known-by 2022-07-04 \
    --area 'data security' \
    --participant GDS --participant 'Public Sector Data Security Review Committee (PSDSRC)' \
    --outcome 'What the GDS Information Assurance Unit told of its practice helped the committee to draw up its recommendations on processes and initiatives.' \
    --reference "$release"

mou activity add "$first" 'Meeting on national cloud strategies' \
    --kind meeting --on 2020-10 --status done \
    --area standards --area security --area 'which data may be held in which environment' \
    --participant GDS --participant GovTech \
    --reference "$release"
