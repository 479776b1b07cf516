package io.reprise.replay.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a plan must know of its target.
 *
 * @param name its configured name
 * @param promise what a delivery is worth there, in words for the plan
 * @param topic the topic it writes to; null when it is none
 * @param partitions how many partitions that topic has; 0 when it is none
 */
public record TargetFacts(String name, String promise, @Nullable String topic, int partitions) {}
