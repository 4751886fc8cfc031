/**
 * A real Kafka broker for tests and for trying things: one process in KRaft mode, on free ports of
 * 127.0.0.1, that ends with its parent. No part of the product knows it.
 */
package io.muster.kafka;
