"""Colours, fonts and spacing: one set of tokens a scheme, and the palette and style sheet made from them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from pmdesk.gui import icons
from pmdesk.services.resources import resource

UNIT = 4
PADDING = 8
FILTER_BAR_HEIGHT = 42
LIST_PIXELS = 13
LABEL_PIXELS = 11.5
_FAMILIES = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Cantarell", "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme, by what they are for."""

    window: str
    surface: str
    line: str
    text: str
    muted: str
    accent: str
    tint: str
    onaccent: str
    must_bg: str
    must: str
    should_bg: str
    should: str
    could_bg: str
    could: str
    wont_bg: str
    wont: str
    good: str
    bad: str

    def colour(self, name: str) -> QColor:
        """A token as a colour."""
        return QColor(getattr(self, name))


LIGHT = Tokens(
    window="#F5F6F8", surface="#FFFFFF", line="#E1E5EA", text="#1A2330", muted="#5A6573", accent="#3451C7",
    tint="#E9EDFC", onaccent="#FFFFFF", must_bg="#FDE4E4", must="#9B1C1C", should_bg="#FDEFD3", should="#7A4300",
    could_bg="#E1EEFC", could="#134E91", wont_bg="#EBEEF2", wont="#4F5A68", good="#1F7A3A", bad="#B42318",
)  # fmt: skip
DARK = Tokens(
    window="#12161C", surface="#1A2029", line="#2B3441", text="#E7EBF1", muted="#9DA8B7", accent="#93A8FF",
    tint="#28325A", onaccent="#10152B", must_bg="#4B2226", must="#FFB9B5", should_bg="#45320F", should="#FFD591",
    could_bg="#17344F", could="#A5D0FF", wont_bg="#2B3441", wont="#B4BECB", good="#6FCF8C", bad="#FF9A91",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Density:
    """How large the list and the bars around it are drawn, in logical pixels at 1x."""

    name: str
    row: int
    band: int
    header: int
    list_pixels: float
    label_pixels: float
    bar_pixels: float = LIST_PIXELS

    @property
    def factor(self) -> float:
        """How much larger what stands in a row is than at the usual size."""
        return self.list_pixels / LIST_PIXELS

    @property
    def width_factor(self) -> float:
        """How much wider columns are than at the usual size: as their headers, so that all stay in sight."""
        return self.label_pixels / LABEL_PIXELS

    def bar(self, pixels: int) -> int:
        """A measure in the bars around the list, from what it is at the usual size."""
        return round(pixels * self.bar_pixels / LIST_PIXELS)


COMFORTABLE = Density("comfortable", 34, 28, 30, LIST_PIXELS, LABEL_PIXELS)
COMPACT = Density("compact", 28, 24, 28, LIST_PIXELS, LABEL_PIXELS)
PRESENTATION = Density("presentation", 48, 38, 42, 20, 16, 16)
DENSITIES = {density.name: density for density in (COMFORTABLE, COMPACT, PRESENTATION)}


class Theme(QObject):
    """The scheme and the density that are shown. Emits `changed` after a switch of either.

    The scheme is the system's, or the one that the user chose.
    """

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.tokens = LIGHT
        self.scheme = Qt.ColorScheme.Unknown
        self.density = COMFORTABLE
        self._icons: dict[tuple[str, str], QIcon] = {}
        app.setStyle("Fusion")
        app.setWindowIcon(QIcon(str(resource("icons/pmdesk.svg"))))
        app.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def dark(self) -> bool:
        """Whether the dark scheme is shown."""
        return self.tokens is DARK

    def choose(self, scheme: Qt.ColorScheme) -> None:
        """Show a scheme; Unknown follows the system."""
        self.scheme = scheme
        self._app.styleHints().setColorScheme(scheme)
        self._apply()

    def set_density(self, density: Density) -> None:
        """Draw the list in another size."""
        if density is not self.density:
            self.density = density
            self._apply()

    def colour(self, name: str) -> QColor:
        """A token of the scheme as a colour."""
        return self.tokens.colour(name)

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """The icon with this name in one of the scheme's colours."""
        wanted = (name, getattr(self.tokens, colour))
        if wanted not in self._icons:
            self._icons[wanted] = icons.icon(name, wanted[1], disabled=self.tokens.muted)
        return self._icons[wanted]

    def _apply(self) -> None:
        system = self._app.styleHints().colorScheme()
        shown = system if self.scheme is Qt.ColorScheme.Unknown else self.scheme
        self.tokens = DARK if shown is Qt.ColorScheme.Dark else LIGHT
        self._app.setFont(list_font(self.density.bar_pixels))  # of menus and dialogs too
        self._app.setPalette(palette(self.tokens))
        self._app.setStyleSheet(style_sheet(self.tokens, self.density))
        self.changed.emit()


def palette(tokens: Tokens) -> QPalette:
    """The Qt palette of a scheme."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, tokens.colour(name))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, tokens.colour("muted"))
    return made


def style_sheet(tokens: Tokens, density: Density = COMFORTABLE) -> str:
    """The style sheet of a scheme, from resources/themes/pmdesk.qss with the tokens put in.

    Its pictures are drawn for each scheme: a style sheet cannot recolour them.
    """
    file = resource("themes/pmdesk.qss")
    return Template(file.read_text(encoding="utf-8")).substitute(
        asdict(tokens),
        pictures=file.parent.as_posix(),
        scheme="dark" if tokens is DARK else "light",
        label_points=f"{points(density.label_pixels):.2f}",
        bar_points=f"{points(density.bar_pixels):.2f}",
        chip_radius=density.bar(12),
        name_points=f"{points(density.bar_pixels + 2):.2f}",
    )


def list_font(pixels: float = LIST_PIXELS, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of the list at a size in logical pixels, with tabular figures."""
    font = QFont(_families())
    font.setPointSizeF(points(pixels))
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


@cache
def _families() -> list[str]:
    """Those of our families that are there; asking for all of them takes a while."""
    known = set(QFontDatabase.families())
    return [family for family in _FAMILIES if family in known] or [QFont().family()]


def label_font(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The font of labels and hints."""
    return list_font(LABEL_PIXELS, weight)


def points(pixels: float) -> float:
    """A size in logical pixels as the points that fonts are given in."""
    screen = QApplication.primaryScreen()
    return pixels * 72 / (screen.logicalDotsPerInch() if screen else 96.0)


_Role = QPalette.ColorRole
_ROLES = {
    _Role.Window: "window",
    _Role.WindowText: "text",
    _Role.Base: "surface",
    _Role.AlternateBase: "window",
    _Role.Text: "text",
    _Role.Button: "surface",
    _Role.ButtonText: "text",
    _Role.BrightText: "bad",
    _Role.Highlight: "accent",
    _Role.HighlightedText: "onaccent",
    _Role.PlaceholderText: "muted",
    _Role.ToolTipBase: "surface",
    _Role.ToolTipText: "text",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.Light: "surface",
    _Role.Midlight: "line",
    _Role.Mid: "line",
    _Role.Dark: "muted",
    _Role.Shadow: "line",
    _Role.Accent: "accent",
}
