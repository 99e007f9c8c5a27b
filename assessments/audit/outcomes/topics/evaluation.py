"""What learners said of their modules."""

from assessments.audit.outcomes.topics.shown import TOPICS, Topic, View


def evaluation(view: View) -> Topic:
    return Topic(
        "evaluation",
        TOPICS["evaluation"],
        "This service does not collect evaluations by learners. What the provider collects elsewhere is among the documents "
        "that it provides.",
    )
