package io.reprise.schemas.registry;

import java.util.List;

/**
 * A schema is incompatible with earlier versions of its subject. Nothing was registered; a retry
 * does not help.
 */
public final class IncompatibleSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IncompatibleSchemaException(String subject, List<String> faults) {
    super(
        "the schema cannot follow those of subject '%s': %s"
            .formatted(subject, String.join("; ", faults)));
  }
}
