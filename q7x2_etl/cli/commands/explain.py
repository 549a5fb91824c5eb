"""`q7x2-etl explain`."""

from q7x2_etl.cli import options
from q7x2_etl.cli.printing import data_on_stdout
from q7x2_etl.cli.settled import takes
from q7x2_etl.settings import Resolved


@takes("reference")
def explain(
    what: options.Explained,
    resolved: Resolved,
    article: options.OneArticle = None,
    report: options.OneReport = None,
    published: options.Published = None,
    metadata: options.Metadata = None,
    warehouse: options.StoredIn = None,
    regions: options.Regions = False,
) -> None:
    """Show, for each report, the words and the rule of each field, and the readings that lost, each with the reason."""
    if regions:
        from q7x2_etl.cli.regions import cuts_of, print_cuts

        cuts = cuts_of(what, metadata, resolved.settings.reference, published, warehouse)
        with data_on_stdout():
            print_cuts(cuts)
        return
    from q7x2_etl.cli.explanation import Question, print_explanations
    from q7x2_etl.cli.explanation import explain as explained

    question = Question(what, article, report, published, metadata, resolved.settings.reference, warehouse)
    reports, left = explained(question)
    with data_on_stdout():
        print_explanations(reports, left)
