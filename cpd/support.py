"""Django's admin, for looking only: support may see rows, and nothing there can change one."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import PermissionDenied

LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})


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

        def only_looking(request, *args, **kwargs):
            if request.method not in LOOKING:
                raise PermissionDenied("Nothing is changed here. Use the pages of the service, which keep its history.")
            return inner(request, *args, **kwargs)

        return only_looking

    def has_permission(self, request) -> bool:
        return request.user.is_active and request.user.is_staff


class SupportConfig(AdminConfig):
    """Makes the site above the one that `admin.register` uses."""

    default_site = "cpd.support.SupportSite"


class ReadOnly(admin.ModelAdmin):
    """Rows to look at: no add, change or delete, and no actions."""

    actions = None
    list_per_page = 50
    show_full_result_count = False

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
