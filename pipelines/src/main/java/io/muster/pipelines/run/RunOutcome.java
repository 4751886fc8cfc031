package io.muster.pipelines.run;

import io.muster.pipelines.report.RunReport;

/** How a run ended. */
public record RunOutcome(RunReport report, ExitCode exitCode) {}
