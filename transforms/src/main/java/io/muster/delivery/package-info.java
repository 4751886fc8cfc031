/**
 * The delivery of one connection, without Beam: {@link io.muster.delivery.Settlement} decides what
 * each list owes, {@link io.muster.delivery.OwedQueue} gathers it, {@link
 * io.muster.delivery.ListResolver} finds or creates the list, {@link
 * io.muster.delivery.BatchSender} makes a call and reads its answer, {@link
 * io.muster.delivery.JobPoller} asks after what the vendor makes of it later, {@link
 * io.muster.delivery.ListWorker} decides what follows from it for a list, and {@link
 * io.muster.delivery.ConnectionDelivery} is all of that for its users. All of its memory is behind
 * {@link io.muster.delivery.DeliveryStore} and in {@link io.muster.delivery.ConnectionMemory};
 * time, chance, the vendor and the registry are injected.
 */
package io.muster.delivery;
