/**
 * One run from its request to its report and exit code, on any runner. The command line asks for a
 * run; a runner is found by {@link java.util.ServiceLoader} behind {@link
 * io.muster.pipelines.run.RunnerLauncher}.
 */
package io.muster.pipelines.run;
