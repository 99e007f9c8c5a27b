"""Every write of this feature; other features import from here."""

from courses.catalogue.actions.importing import import_package
from courses.catalogue.actions.publishing import close_version, publish_erratum, publish_version

__all__ = ["close_version", "import_package", "publish_erratum", "publish_version"]
