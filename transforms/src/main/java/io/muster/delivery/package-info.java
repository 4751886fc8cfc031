/**
 * The delivery of one connection, without Beam: {@link io.muster.delivery.Settlement} decides what
 * each list owes, {@link io.muster.delivery.OwedQueue} gathers it, {@link
 * io.muster.delivery.ListResolver} finds or creates the list, {@link
 * io.muster.delivery.ConnectionDelivery} sends, reads the answers and repeats. All of its memory is
 * behind {@link io.muster.delivery.DeliveryStore}; time, chance, the vendor and the registry are
 * injected.
 */
package io.muster.delivery;
