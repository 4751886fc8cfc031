package io.muster.delivery;

import java.util.OptionalInt;

/**
 * How far a budget goes for one purpose; of several kinds of call the tightest counts, for a minute
 * and for a day by itself.
 *
 * @param perMinute calls a minute that are allowed now, as far as a 429 has lowered them; empty
 *     where a minute has no limit
 * @param leftToday of the UTC day, as the last draw has told; empty where a day has no limit or
 *     nothing has been drawn yet
 * @param perDay calls in a UTC day; empty where a day has no limit
 */
public record BudgetLevel(OptionalInt perMinute, OptionalInt leftToday, OptionalInt perDay) {}
