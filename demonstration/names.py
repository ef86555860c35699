"""Names of people who do not exist, drawn in a fixed order so that every load gives the same."""

import random
from collections.abc import Iterator

GIVEN = ["Abena", "Adaeze", "Agnes", "Aisha", "Alasdair", "Aled", "Amina", "Anjali", "Anneliese", "Annika", "Arjun", "Astrid", "Beatrix", "Bronwen", "Callum", "Cerys", "Chidi", "Clemency", "Conor", "Cosmo", "Daria", "Deepa", "Delphine", "Desmond", "Dilys", "Edwin", "Eilidh", "Elspeth", "Emeka", "Esme", "Farah", "Fergus", "Fiona", "Freya", "Gareth", "Genevieve", "Gita", "Gwen", "Hamish", "Hannah", "Hari", "Harriet", "Ifeoma", "Ines", "Ingrid", "Iona", "Isla", "Ivor", "Jasmin", "Joaquin", "Jocelyn", "Kamala", "Katya", "Kenji", "Kirsten", "Kwame", "Laila", "Leopold", "Linnea", "Lorna", "Lucinda", "Magnus", "Maeve", "Malachy", "Marguerite", "Mei", "Morag", "Morwenna", "Nadia", "Nkechi", "Noor", "Odette", "Olwen", "Omar", "Oona", "Orla", "Padma", "Perpetua", "Philippa", "Quentin", "Rafael", "Ravi", "Rhiannon", "Roisin", "Rosalind", "Rufus", "Saoirse", "Seren", "Shanta", "Sholto", "Sian", "Sunniva", "Tamsin", "Tariq", "Tegan", "Thandiwe", "Theodora", "Tobias", "Ursula", "Uzma", "Vaughan", "Verity", "Wilfred", "Winifred", "Xanthe", "Yasmin", "Yusuf", "Zainab", "Zara"]

FAMILY = ["Abernathy", "Adeyemi", "Alderwick", "Amankwah", "Applegarth", "Ashdown", "Babatunde", "Banerjee", "Barraclough", "Beckinsale", "Bhandari", "Birtwhistle", "Blackthorn", "Bramwell", "Brightwell", "Broadbent", "Cadwallader", "Callaghan", "Carrington", "Chaudhuri", "Coldstream", "Copperfield", "Cottingham", "Crossthwaite", "Dangerfield", "Delacroix", "Dhillon", "Dunmore", "Eastwick", "Edgeworth", "Ekwueme", "Elphick", "Fairbrother", "Farnsworth", "Featherstone", "Fenwick", "Fitzwarren", "Fothergill", "Gathercole", "Gillespie", "Goldsworthy", "Greatorex", "Hadleigh", "Halloran", "Harcastle", "Hathersage", "Hawksworth", "Heatherington", "Hollingbury", "Iyengar", "Jagger", "Kavanagh", "Kinsella", "Kirkbride", "Krishnamurthy", "Langstaff", "Larkspur", "Lightfoot", "Lindqvist", "Lovelace", "Mainwaring", "Marchbanks", "Mehrotra", "Merriweather", "Micklethwaite", "Montrose", "Mukherjee", "Nakamura", "Netherby", "Nightshade", "Nwosu", "Oakeshott", "Okonkwo", "Olufemi", "Ormerod", "Osgathorpe", "Pemberley", "Penhaligon", "Pettigrew", "Plumtree", "Quarmby", "Quiller", "Rajaratnam", "Ravenscroft", "Redfern", "Rosewarne", "Rowbotham", "Sandringham", "Satterthwaite", "Shackleton", "Silverwood", "Skelhorn", "Somerville", "Stannard", "Strickland", "Sutherby", "Tattersall", "Thistlewood", "Thornbury", "Trelawney", "Umeh", "Underhill", "Venkataraman", "Wainscott", "Warburton", "Weatherby", "Wetherell", "Whitlock", "Winterbourne", "Wolstenholme", "Yarborough", "Yaxley", "Zeller"]


def fictional_names() -> Iterator[tuple[str, str]]:
    """Endless distinct (given name, family name), the same at every call."""
    order = random.Random(2007)  # noqa: S311 - names, not secrets
    seen: set[tuple[str, str]] = set()
    while True:
        name = (order.choice(GIVEN), order.choice(FAMILY))
        if name not in seen:
            seen.add(name)
            yield name
