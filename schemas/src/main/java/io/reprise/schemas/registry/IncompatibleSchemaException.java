package io.reprise.schemas.registry;

import java.util.List;

/** A schema may not follow its predecessors. Nothing was registered. */
public final class IncompatibleSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public IncompatibleSchemaException(String subject, List<String> faults) {
    super(
        "the schema cannot follow those of subject '%s': %s"
            .formatted(subject, String.join("; ", faults)));
  }
}
