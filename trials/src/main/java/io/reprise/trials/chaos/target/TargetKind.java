package io.reprise.trials.chaos.target;

/** The kinds of targets that chaos runs can deliver to. */
public enum TargetKind {
  /** A topic of the cluster of the source: exactly once. */
  KAFKA,
  /** A topic of another cluster: exactly once. */
  REMOTE,
  /** A table of a PostgreSQL server: exactly once. */
  JDBC,
  /** A service that is called by HTTP: at least once. */
  HTTP,
  /** A sink connector of Kafka Connect: at least once. */
  CONNECT
}
