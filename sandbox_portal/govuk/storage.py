"""Static files under names that hold their own hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Also rewrites the `import` lines of our ES modules to the hashed names."""

    support_js_module_import_aggregation = True
