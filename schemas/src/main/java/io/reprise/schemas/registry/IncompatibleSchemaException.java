package io.reprise.schemas.registry;

import java.util.List;

/**
 * Thrown when a schema is incompatible with earlier versions of its subject. Nothing was
 * registered. A retry fails again.
 */
public final class IncompatibleSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IncompatibleSchemaException(String subject, List<String> faults) {
    super(
        "the schema is incompatible with earlier versions of subject '%s': %s"
            .formatted(subject, String.join("; ", faults)));
  }
}
