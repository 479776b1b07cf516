package io.reprise.store.facts;

/**
 * Thrown when the cluster has no topic of the requested name. A retry does not help until the topic
 * is created.
 */
public final class TopicNotFoundException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TopicNotFoundException(String topic) {
    super(
        ("topic '%s' does not exist on this cluster: check the name, or create it with `reprise"
                + " topics create %1$s --partitions N`")
            .formatted(topic));
  }
}
