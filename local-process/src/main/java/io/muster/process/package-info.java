/**
 * A Java program as a child process that ends with its parent, on free ports of 127.0.0.1: what the
 * Kafka broker and the Flink cluster for tests are started with. It depends on nothing, since it
 * lies on the class path of whatever it starts. No part of the product knows it.
 */
package io.muster.process;
