/**
 * What a run's page shows beyond its report, gathered when the run has ended: from its folder and
 * the registry. Whatever comes from records is masked here.
 */
package io.muster.pipelines.page;
