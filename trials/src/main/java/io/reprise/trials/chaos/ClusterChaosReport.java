package io.reprise.trials.chaos;

import java.util.Map;

/**
 * The part of a chaos report that concerns the cluster of brokers, over all runs.
 *
 * @param brokers number of brokers
 * @param victims how often a fault hit a broker, by the duty for which that broker was chosen
 */
record ClusterChaosReport(int brokers, Map<String, Integer> victims) {}
