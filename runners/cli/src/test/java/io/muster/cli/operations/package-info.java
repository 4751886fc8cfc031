/** What operators load into Prometheus and Grafana, read so that it can be held against a job. */
package io.muster.cli.operations;
