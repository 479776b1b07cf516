package io.reprise.local.dev;

import io.reprise.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.avro.Schema;

/** Registers the Avro schema of the example topic of {@code reprise dev}. */
public final class ExampleSchema {
  private static final String RESOURCE = "/io/reprise/schemas/history/user-events-value/v2.avsc";

  private ExampleSchema() {}

  /** Registers the schema for {@link DevCommand#TOPIC}. Safe to repeat. */
  public static void register(URI registry) {
    try (var client = SchemaRegistry.at(registry);
        var in = ExampleSchema.class.getResourceAsStream(RESOURCE)) {
      client.register(SchemaRegistry.valueSubject(DevPlan.TOPIC), new Schema.Parser().parse(in));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the schema from the class path", e);
    }
  }
}
