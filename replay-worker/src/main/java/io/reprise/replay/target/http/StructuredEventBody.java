package io.reprise.replay.target.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.reprise.runtime.json.Json;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Writes events as JSON with their attributes, in the structured mode of the CloudEvents 1.0.2 HTTP
 * protocol binding.
 *
 * @param data reads the data of events
 */
record StructuredEventBody(EventJson data) implements BodyWriter {
  private static final Map<String, String> HEADERS =
      Map.of(CONTENT_TYPE, "application/cloudevents+json; charset=UTF-8");

  @Override
  public RequestBody write(ConsumerRecord<byte[], byte[]> record) throws UnfitRecordException {
    var event = Json.json().createObjectNode();
    EventHeaders.of(record).ofEvent().forEach(event::put);
    if (record.value() != null) {
      event.put("datacontenttype", "application/json");
      event.set("data", data.read(record.value()));
    }
    try {
      return new RequestBody(HEADERS, Json.json().writeValueAsBytes(event));
    } catch (JsonProcessingException e) {
      throw new UnfitRecordException("it cannot be written as JSON");
    }
  }
}
