package io.reprise.store.facts;

/** No topic of that name on the cluster. Fatal until somebody creates it. */
public final class TopicNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TopicNotFoundException(String topic) {
    super("topic '" + topic + "' does not exist on this cluster: check the name, or create it");
  }
}
