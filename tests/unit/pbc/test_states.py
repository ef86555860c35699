from pbc import states


def test_the_document_of_states_is_what_the_transition_tables_say():
    assert states.DOCUMENT.read_text() == states.document(), "run: ./run manage document_states"


def test_every_transition_leads_to_a_status_that_has_a_name():
    for app, flow in states.workflows():
        for (status, action), step in flow.transitions.items():
            assert status in flow.labels, (app, action)
            assert step.to in flow.labels, (app, action)
            assert step.event.count(".") == 1, (app, action)
