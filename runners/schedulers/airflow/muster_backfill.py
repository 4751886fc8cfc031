"""A nightly backfill as an Airflow DAG, for Airflow 2.4 or newer, and 3. docs/schedule.md explains it.

Not a BashOperator, to which every code but 0 is a failure that is worth another try.
"""

import logging
import re
import subprocess
from datetime import datetime, timedelta, timezone

from airflow.exceptions import AirflowException, AirflowFailException, AirflowSkipException

try:
    from airflow.sdk import dag, get_current_context, task
except ImportError:  # Airflow 2
    from airflow.decorators import dag, task
    from airflow.operators.python import get_current_context

MUSTER = "/opt/muster/muster"
ARGUMENTS = [
    "backfill",
    "--workspace=/etc/muster/muster.yaml",
    "--input=/srv/exports/accounts.jsonl.gz",
    "--if-running=wait",
    "--wait-timeout=2h",
    "--json",
]

# What to make of a run that has ended with dead letters: "warn" (the task succeeds), "skip" (what comes after it is
# skipped) or "fail" (without another try: the run is done).
DEAD_LETTERS = "warn"

log = logging.getLogger(__name__)


def ended(code):
    """Tells Airflow what an exit code of Muster's means."""
    if code == 0:
        return
    if code == 3:
        words = "ended with dead letters: 'muster report' says which, 'muster replay' sends them again"
        if DEAD_LETTERS == "fail":
            raise AirflowFailException(words)
        if DEAD_LETTERS == "skip":
            raise AirflowSkipException(words)
        log.warning(words)
        return
    if code in (2, 4):
        raise AirflowFailException(f"muster ended with {code}: another try would end likewise, see its words above")
    raise AirflowException(f"muster ended with {code}: it is tried again")


@dag(
    schedule="15 1 * * *",
    start_date=datetime(2026, 11, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    tags=["muster"],
)
def muster_backfill():
    @task(retries=5, retry_delay=timedelta(minutes=10), execution_timeout=timedelta(hours=6))
    def backfill():
        # A try in the same name finds what is done, and sends nothing then.
        run_id = "airflow-" + re.sub("[^A-Za-z0-9_-]", "-", get_current_context()["run_id"])[:90]
        muster = subprocess.Popen([MUSTER, *ARGUMENTS, f"--run-id={run_id}"])
        try:
            code = muster.wait()
        except BaseException:
            # Airflow stops the task: so does Muster.
            muster.terminate()
            muster.wait()
            raise
        ended(code)

    backfill()


muster_backfill()
