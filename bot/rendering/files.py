"""What is attached to a reply, as a file with its name."""

from bot.reply import Chart, Document

CHART_NAME = "coverage.png"


def render_file(attachment: Document | Chart) -> tuple[str, bytes]:
    """The name and the content; a chart is drawn, which takes a moment."""
    if isinstance(attachment, Document):
        return attachment.name, attachment.content
    from bot.rendering.chart import draw_chart  # matplotlib, which takes a second that most processes need not spend

    return CHART_NAME, draw_chart(attachment)
