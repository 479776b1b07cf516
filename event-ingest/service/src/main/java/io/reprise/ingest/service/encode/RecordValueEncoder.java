package io.reprise.ingest.service.encode;

import io.reprise.ingest.service.admit.AdmittedEvent;
import io.reprise.ingest.service.parse.EventPayload;
import io.reprise.ingest.service.parse.MediaType;
import io.reprise.ingest.service.refusal.Refusal;
import io.reprise.ingest.service.refusal.Refusal.Reason;
import io.reprise.schemas.json.AvroConversion;
import io.reprise.schemas.json.AvroJson;
import io.reprise.schemas.json.FieldFault;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.schemas.registry.SchemaRegistry;
import io.reprise.schemas.wire.WireFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Encodes the data of events as record values. Thread-safe. */
public final class RecordValueEncoder {
  private final TopicSchemas schemas;

  public RecordValueEncoder(TopicSchemas schemas) {
    this.schemas = schemas;
  }

  public Encoding encode(String topic, AdmittedEvent event) {
    try {
      if (event.data() instanceof EventPayload.Json json) {
        return encode(topic, json);
      }
      if (event.data() instanceof EventPayload.Bytes bytes) {
        return isAvro(event.dataContentType())
            ? keep(topic, bytes.bytes())
            : refuse(Reason.UNSUPPORTED_CONTENT, unsupported(event));
      }
      return faulty(new FieldFault("data", "is missing: an event without data is not stored"));
    } catch (RegistryUnreachableException e) {
      return refuse(Reason.REGISTRY_UNREACHABLE, message(e));
    }
  }

  private static boolean isAvro(@Nullable String contentType) {
    return contentType == null || MediaType.parse(contentType).isAvro();
  }

  private Encoding encode(String topic, EventPayload.Json json) {
    var registered = schemas.latest(topic);
    if (registered.isEmpty()) {
      return noSchema(topic);
    }
    var converted = AvroJson.encode(json.value(), registered.get().schema());
    if (converted instanceof AvroConversion.Encoded encoded) {
      return new Encoding.Encoded(WireFormat.frame(registered.get().id(), encoded.avro()));
    }
    return faulty(
        ((AvroConversion.Faulty) converted)
            .faults().stream().map(RecordValueEncoder::ofData).toArray(FieldFault[]::new));
  }

  private static FieldFault ofData(FieldFault fault) {
    return new FieldFault(fault.path().isEmpty() ? "data" : "data." + fault.path(), fault.reason());
  }

  /**
   * Keeps Avro data unchanged, after checking that its schema is registered for the topic and that
   * the data can be decoded with the schema.
   */
  private Encoding keep(String topic, byte[] value) {
    var id = WireFormat.schemaId(value);
    if (id.isEmpty()) {
      return faulty(
          new FieldFault(
              "data", "is not in Confluent's wire format: a zero byte, the schema's id, Avro"));
    }
    if (!schemas.isOf(topic, id.getAsInt())) {
      return schemas.latest(topic).isEmpty()
          ? noSchema(topic)
          : refuse(
              Reason.UNKNOWN_SCHEMA,
              "schema id %d is not registered under subject '%s': register it with `reprise schemas register`"
                  .formatted(id.getAsInt(), SchemaRegistry.valueSubject(topic)));
    }
    return AvroCheck.fault(value, schemas.byId(id.getAsInt()))
        .map(fault -> faulty(new FieldFault("data", fault)))
        .orElseGet(() -> new Encoding.Encoded(value));
  }

  private static Encoding noSchema(String topic) {
    return refuse(
        Reason.NO_SCHEMA,
        "topic '%s' has no schema: register one under subject '%s' with `reprise schemas register`"
            .formatted(topic, SchemaRegistry.valueSubject(topic)));
  }

  private static String unsupported(AdmittedEvent event) {
    return "data of type %s is not stored here: send application/json or application/avro"
        .formatted(MediaType.parse(event.dataContentType()).name());
  }

  private static Encoding faulty(FieldFault... faults) {
    var first = faults[0];
    return new Encoding.Refused(
        new Refusal(Reason.INVALID_DATA, first.path() + " " + first.reason(), List.of(faults)));
  }

  private static Encoding refuse(Reason reason, String detail) {
    return new Encoding.Refused(new Refusal(reason, detail));
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }
}
