package io.reprise.trials.chaos;

/**
 * A duty of a broker in the cluster. Each fault is aimed at one duty, and hits the broker that has
 * this duty when the fault begins.
 */
enum BrokerDuty {
  /** Leads a partition of the source topic. */
  SOURCE_LEADER,
  /** Leads a partition of the target topic. */
  TARGET_LEADER,
  /** Is the active controller of the cluster. */
  ACTIVE_CONTROLLER,
  /** Coordinates the transactions of a slot. */
  TRANSACTION_COORDINATOR
}
