"""Call one function inside a Django project: `python -m bench.within MODULE COUNT` prints its answer as JSON.

DJANGO_SETTINGS_MODULE says which project: the portal and the floor cannot live in one process.
"""

import json
import sys
from importlib import import_module

import django

if __name__ == "__main__":
    django.setup()
    print(json.dumps(import_module(sys.argv[1]).fill(int(sys.argv[2]))))
