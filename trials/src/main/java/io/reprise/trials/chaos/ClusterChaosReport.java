package io.reprise.trials.chaos;

import java.util.Map;

/**
 * The results of the runs that concern the cluster of brokers.
 *
 * @param brokers number of brokers
 * @param victims how often a fault hit a broker because of this duty
 */
record ClusterChaosReport(int brokers, Map<String, Integer> victims) {}
