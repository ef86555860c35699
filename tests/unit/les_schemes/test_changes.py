from les_schemes import changes
from les_schemes.rules.definition import SchemeReadings
from les_schemes.rules.tables import readings_of


def test_what_follows_is_said_for_every_reading_there_is():
    choices = {reading.name: set(reading.choices) for reading in readings_of(SchemeReadings)}

    assert set(changes.EFFECT_OF_MOVE) == choices["locality_move"]
    assert set(changes.EFFECT_OF_WITHDRAWAL) == choices["withdrawal"]
