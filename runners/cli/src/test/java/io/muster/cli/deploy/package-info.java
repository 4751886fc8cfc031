/**
 * What holds the manifests, the unit and the page for operators to what they describe: each is read
 * by a parser of what it is for, and each command in it by Muster's command line.
 */
package io.muster.cli.deploy;
