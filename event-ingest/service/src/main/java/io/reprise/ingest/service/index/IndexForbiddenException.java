package io.reprise.ingest.service.index;

/**
 * Thrown when Kafka does not let this service write the ids of events to a topic's id index. Other
 * instances would not know these ids, and would store an event that is sent again a second time. A
 * retry succeeds only once the ACL is granted.
 */
public final class IndexForbiddenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  IndexForbiddenException(String index) {
    super(sentence(index));
  }

  /** Says what is missing, what it prevents and what to do. */
  static String sentence(String index) {
    return ("Kafka does not let this service write the ids of events to %s, so an event that is"
            + " sent again could be stored twice: grant the service's principal WRITE on this topic"
            + " (`reprise acls --role ingest` prints the command)")
        .formatted(index);
  }
}
