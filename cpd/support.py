"""Django's admin, for looking only: support may see rows, and nothing there can change one."""

import functools
from collections.abc import Iterable

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})
# What people wrote, what is sealed, and what was computed from it: never shown here.
WRITTEN = (models.TextField, models.BinaryField, models.JSONField)
COLUMNS = 8


class SupportSite(admin.AdminSite):
    """An admin site that refuses every request but looking, whatever a model's own page would allow."""

    site_header = site_title = "Support: looking only"
    index_title = "Everything that is stored"
    enable_nav_sidebar = False

    def register(self, model_or_iterable, admin_class=None, **options) -> None:
        """Register a model to look at. What a package registers by itself could be edited, so it is left out."""
        if admin_class is not None and issubclass(admin_class, ReadOnly):
            super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view, cacheable=False):
        inner = super().admin_view(view, cacheable)

        @functools.wraps(inner)
        def only_looking(request, *args, **kwargs):
            if request.method not in LOOKING:
                raise PermissionDenied("Nothing is changed here. Use the pages of the service, which keep its history.")
            return inner(request, *args, **kwargs)

        return only_looking

    def login(self, request, extra_context=None):
        """No second way in: the service's own sign-in is the only one (cpd/accounts/admin.py sends people there)."""
        if request.method in LOOKING and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        raise PermissionDenied(
            "These pages are for support, and closed to whoever assesses, moderates, decides or audits."
        )

    def has_permission(self, request) -> bool:
        user = request.user
        return user.is_authenticated and user.is_active and user.may_look_at_tables(on=timezone.localdate())


class SupportConfig(AdminConfig):
    """Makes the site above the one that `admin.register` uses."""

    default_site = "cpd.support.SupportSite"


class ReadOnly(admin.ModelAdmin):
    """Rows to look at: no add, change or delete, and no actions. Free text, sealed bytes and what is named in
    `hidden` are left out."""

    actions = None
    list_per_page = 50
    show_full_result_count = False
    hidden: frozenset[str] = frozenset()
    also_shown: frozenset[str] = frozenset()

    def get_fields(self, request, obj=None) -> list[str]:
        return [field.name for field in self._shown()]

    def get_list_display(self, request) -> list[str]:
        plain = [field.name for field in self._shown() if not field.is_relation and field.name not in self.also_shown]
        return plain[:COLUMNS]

    def get_list_filter(self, request) -> list[str]:
        return [field.name for field in self._shown() if field.choices or isinstance(field, models.BooleanField)]

    def lookup_allowed(self, lookup: str, value: str, request) -> bool:
        """What is left out cannot be asked for in the address either, letter by letter."""
        is_shown = lookup.partition("__")[0] in {field.name for field in self._shown()}
        return is_shown and super().lookup_allowed(lookup, value, request)

    def _shown(self) -> list[models.Field]:
        return [
            field
            for field in self.opts.concrete_fields
            if field.name in self.also_shown or (not isinstance(field, WRITTEN) and field.name not in self.hidden)
        ]

    def has_module_permission(self, request) -> bool:
        return True

    def has_view_permission(self, request, obj=None) -> bool:
        return True

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    def has_delete_permission(self, request, obj=None) -> bool:
        return False


def show_rows(model_list: Iterable[type[models.Model]], *, hidden: Iterable[str] = ()) -> None:
    """Register these models to look at, without the named fields."""
    looking = type("Rows", (ReadOnly,), {"hidden": frozenset(hidden)})
    for model in model_list:
        admin.site.register(model, looking)
