package io.reprise.trials.chaos;

/** What a broker does when a fault hits it; a fault of brokers chooses its broker by this. */
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
