/**
 * One log out of two tiers. In: a range. Out: its records, from the archive where Kafka has let go
 * of them and from Kafka where it has not, across a seam that moves while it is crossed. It knows
 * both tiers and neither's format.
 */
@NullMarked
package io.reprise.store.tier;

import org.jspecify.annotations.NullMarked;
