package io.reprise.ingest.service.admit;

import com.fasterxml.jackson.databind.JsonNode;
import io.reprise.ingest.service.Limits;
import io.reprise.ingest.service.parse.Parsed;
import io.reprise.schemas.event.EventAttributes;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.json.Converted;
import io.reprise.schemas.json.FieldFault;
import io.reprise.schemas.registry.RegisteredSchema;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.registry.UnknownSchemaException;
import io.reprise.schemas.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Holds events against their topic's schema. Thread-safe.
 *
 * <p>Errors: {@link io.reprise.schemas.registry.RegistryUnreachableException}; the event may be
 * sent again.
 */
public final class Admission {
  private static final String AVRO = "application/avro";

  private final SchemaRegistry registry;
  private final Limits limits;

  public Admission(SchemaRegistry registry, Limits limits) {
    this.registry = registry;
    this.limits = limits;
  }

  public Admitted admit(String topic, Parsed.Event event) {
    var admitted =
        event.data() instanceof Parsed.JsonData json
            ? encode(topic, event, json.value())
            : check(event, ((Parsed.AvroData) event.data()).value());
    return admitted instanceof Admitted.Ready ready
            && ready.value().length > limits.eventSize().bytes()
        ? refused(
            "data",
            "takes %d bytes, at most %s are taken"
                .formatted(ready.value().length, limits.eventSize()))
        : admitted;
  }

  private Admitted encode(String topic, Parsed.Event event, JsonNode data) {
    var subject = SchemaRegistry.valueSubject(topic);
    var registered = registry.latest(subject);
    return registered.isEmpty()
        ? refused(
            "data",
            "is JSON, and subject '%s' has no schema to hold it against: register one with 'reprise schemas register'"
                .formatted(subject))
        : encode(event, data, registered.get());
  }

  private static Admitted encode(Parsed.Event event, JsonNode data, RegisteredSchema schema) {
    var converted = AvroJson.encode(data, schema.schema());
    return converted instanceof Converted.Encoded encoded
        ? ready(event, WireFormat.frame(schema.id(), encoded.avro()))
        : new Admitted.Refused(
            ((Converted.Faulty) converted)
                .faults().stream().map(f -> new FieldFault(inData(f.path()), f.reason())).toList());
  }

  private static String inData(String path) {
    return path.isEmpty() ? "data" : "data." + path;
  }

  /** Avro is stored as it is, once it is known to be readable. */
  private Admitted check(Parsed.Event event, byte[] value) {
    var id = WireFormat.schemaId(value);
    if (id.isEmpty()) {
      return refused(
          "data", "is not in Confluent's wire format: a zero byte and the schema's id come first");
    }
    try {
      AvroJson.decode(value, WireFormat.PREFIX_BYTES, registry.byId(id.getAsInt()));
      return ready(event, value);
    } catch (UnknownSchemaException | IllegalArgumentException e) {
      return refused("data", String.valueOf(e.getMessage()));
    }
  }

  private static Admitted ready(Parsed.Event event, byte[] value) {
    var a = event.attributes();
    var stored =
        new EventAttributes(
            a.id(),
            a.source(),
            a.type(),
            a.subject(),
            a.time(),
            AVRO,
            a.dataSchema(),
            a.extensions());
    return new Admitted.Ready(stored, event.key().getBytes(StandardCharsets.UTF_8), value);
  }

  private static Admitted refused(String path, String reason) {
    return new Admitted.Refused(List.of(new FieldFault(path, reason)));
  }
}
