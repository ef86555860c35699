"""The last column of appendix one: the eight figures that the source prints (FIG-01 to FIG-08)."""

from dataclasses import asdict, replace

from les_schemes.rules import available
from les_schemes.rules.pbc_les_2007_08.scheme import LesReadings, LesTerms
from pbc.money import pounds

COUNTY = 1_150_000
LOCALITIES = 12


def test_the_county_comes_to_the_figures_of_the_source():
    figures = available(LesTerms(), LesReadings(), COUNTY, LOCALITIES)
    assert {name: pounds(pence) for name, pence in asdict(figures).items()} == {
        "capitation_pence": "£1,150,000.00",  # 1,150,000 × £1.00
        "information_pence": "£575,000.00",  # 1,150,000 × £0.50
        "level_1_per_locality_pence": "£15,600.00",  # 1 × £300 × 52
        "level_1_pence": "£187,200.00",  # 12 × £15,600
        "level_2_gp_sessions_pence": "£538,200.00",  # 3 × £300 × 52 × 11.5
        "level_2_practice_staff_pence": "£179,400.00",  # 10 × £30 × 52 × 11.5
        "level_3_gp_sessions_pence": "£1,076,400.00",  # 6 × £300 × 52 × 11.5
        "level_3_practice_staff_pence": "£358,800.00",  # 20 × £30 × 52 × 11.5
    }


def test_levels_added_up_count_level_1_once_for_each_locality():
    readings = replace(LesReadings(), level_mode="cumulative")
    figures = available(LesTerms(), readings, COUNTY, LOCALITIES)
    # FIG-15: £187,200 + (£538,200 + £179,400) + (£1,076,400 + £358,800) = £2,340,000
    assert figures.level_2_gp_sessions_pence == 187_200_00 + 538_200_00
    assert figures.level_3_gp_sessions_pence == 187_200_00 + 538_200_00 + 1_076_400_00
    assert figures.level_3_practice_staff_pence == 179_400_00 + 358_800_00
    assert figures.level_3_gp_sessions_pence + figures.level_3_practice_staff_pence == 2_340_000_00


def test_whole_hundreds_of_thousands_are_counted_as_the_reading_says():
    down = available(LesTerms(), LesReadings(capitation_units="whole_down"), COUNTY, LOCALITIES)
    up = available(LesTerms(), LesReadings(capitation_units="whole_up"), COUNTY, LOCALITIES)
    assert down.level_2_gp_sessions_pence == 46_800_00 * 11
    assert up.level_2_gp_sessions_pence == 46_800_00 * 12
