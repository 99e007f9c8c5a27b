"""The Celery application: the engine that runs jobs. Their queue of record is the database (cpd.jobs)."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cpd.settings")
os.environ.setdefault("CELERY_SKIP_CHECKS", "true")  # a worker serves no pages

# A lost message is rung again by the relay within seconds, so this only has to be longer than any task.
VISIBILITY_SECONDS = 3600

app = Celery("cpd")
app.conf.update(
    # Without a broker nothing is ever published: the relay runs the tasks itself.
    broker_url=settings.CPD_BROKER_URL or "memory://",
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": VISIBILITY_SECONDS,
        "unacked_restore_throttle": 1,
        "socket_keepalive": True,
        "health_check_interval": 25,
    },
    visibility_timeout=VISIBILITY_SECONDS,
    result_backend_transport_options={"visibility_timeout": VISIBILITY_SECONDS},
    task_default_queue="cpd",
    task_serializer="json",
    accept_content=["json"],
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    task_acks_late=True,
    # The lease counts attempts. If Celery requeued too, a job that kills its worker would run for ever.
    task_reject_on_worker_lost=False,
    # A job that runs when the broker goes away may finish: the database, not the message, says that it is done.
    worker_cancel_long_running_tasks_on_connection_loss=False,
    task_soft_time_limit=60,
    task_time_limit=90,
    task_publish_retry_policy={"max_retries": 0},
    worker_prefetch_multiplier=1,
    worker_max_tasks_per_child=200,
    worker_max_memory_per_child=300_000,
    worker_soft_shutdown_timeout=30,
    worker_hijack_root_logger=False,
    timezone="UTC",
)
