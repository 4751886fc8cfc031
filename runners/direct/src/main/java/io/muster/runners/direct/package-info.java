/** Starts runs on DirectRunner. Knows Muster's pipelines; knows no command line. */
package io.muster.runners.direct;
