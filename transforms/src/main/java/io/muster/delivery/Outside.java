package io.muster.delivery;

import io.muster.destination.VendorLists;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * Whom and what a delivery deals with outside of itself and its state; the same in each step.
 *
 * @param vendor the conversation
 * @param pace how fast the vendor may be called
 * @param registry asked for each list's owner before the list is first used
 * @param log what earlier runs have left, and what later ones are told
 * @param errands where calls are made
 * @param random for the jitter of pauses
 */
public record Outside(
    VendorLists vendor,
    Pace pace,
    ListRegistry registry,
    MembershipLog log,
    Errands errands,
    Clock clock,
    RandomGenerator random) {}
