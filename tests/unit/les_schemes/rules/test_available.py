"""The last column of appendix one: the eight figures that the source prints (FIG-01 to FIG-08)."""

from les_schemes.rules import SCHEMES, available
from pbc.money import pounds

COUNTY = 1_150_000
LOCALITIES = 12


def figures(**readings):
    return available(SCHEMES["pbc-les-2007-08"].defined({}, readings), COUNTY, LOCALITIES)


def test_the_county_comes_to_the_figures_of_the_source():
    assert {name: pounds(pence) for name, pence in figures().items()} == {
        "capitation": "£1,150,000.00",  # 1,150,000 × £1.00
        "information": "£575,000.00",  # 1,150,000 × £0.50
        "level_1_per_locality": "£15,600.00",  # 1 × £300 × 52
        "level_1": "£187,200.00",  # 12 × £15,600
        "level_2_gp": "£538,200.00",  # 3 × £300 × 52 × 11.5
        "level_2_staff": "£179,400.00",  # 10 × £30 × 52 × 11.5
        "level_3_gp": "£1,076,400.00",  # 6 × £300 × 52 × 11.5
        "level_3_staff": "£358,800.00",  # 20 × £30 × 52 × 11.5
    }


def test_levels_added_up_count_level_1_once_for_each_locality():
    added_up = figures(level_mode="cumulative")
    # FIG-15: £187,200 + (£538,200 + £179,400) + (£1,076,400 + £358,800) = £2,340,000
    assert added_up["level_2_gp"] == 187_200_00 + 538_200_00
    assert added_up["level_3_gp"] == 187_200_00 + 538_200_00 + 1_076_400_00
    assert added_up["level_3_staff"] == 179_400_00 + 358_800_00
    assert added_up["level_3_gp"] + added_up["level_3_staff"] == 2_340_000_00


def test_whole_hundreds_of_thousands_are_counted_as_the_reading_says():
    assert figures(capitation_units="whole_down")["level_2_gp"] == 46_800_00 * 11
    assert figures(capitation_units="whole_up")["level_2_gp"] == 46_800_00 * 12


def test_a_scheme_without_such_objectives_has_no_such_figures():
    des = SCHEMES["towards-pbc-des-2006-07"].definition
    assert available(des, COUNTY, LOCALITIES) == {}
