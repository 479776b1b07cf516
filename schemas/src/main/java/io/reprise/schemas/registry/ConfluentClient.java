package io.reprise.schemas.registry;

import java.io.IOException;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.apache.avro.Schema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.avro.AvroSchema;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.RestService;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.jspecify.annotations.Nullable;

/**
 * Calls the schema registry through Confluent's client library. The client is taken from a Flink
 * jar on Maven Central, which contains it under another package name. No other class uses the
 * client's types. Thread-safe.
 */
final class ConfluentClient implements AutoCloseable {
  private static final int MOST_CACHED_SCHEMAS = 1_000;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  private final URI uri;
  private final CachedSchemaRegistryClient client;

  /**
   * Creates a client without sending a request.
   *
   * @param tls opens the connections to an {@code https} address; null to trust the authorities
   *     that the JDK trusts
   */
  ConfluentClient(URI uri, @Nullable SSLSocketFactory tls) {
    this.uri = uri;
    var rest = new RestService(uri.toString());
    this.client =
        new CachedSchemaRegistryClient(
            rest,
            MOST_CACHED_SCHEMAS,
            Map.of("http.connect.timeout.ms", "3000", "http.read.timeout.ms", "5000"));
    if (tls != null) {
      // Not before: the constructor of the client sets a factory of its own.
      rest.setSslSocketFactory(tls);
    }
  }

  private interface Call<T> {
    T run() throws IOException, RestClientException;
  }

  private <T> Optional<T> ask(Call<T> call) {
    try {
      return Optional.of(call.run());
    } catch (RestClientException e) {
      if (e.getStatus() == NOT_FOUND) {
        return Optional.empty();
      }
      throw new RegistryUnreachableException(uri, e);
    } catch (IOException e) {
      throw new RegistryUnreachableException(uri, e);
    }
  }

  Optional<RegisteredSchema> latest(String subject) {
    return ask(() -> client.getLatestSchemaMetadata(subject))
        .map(m -> new RegisteredSchema(subject, m.getId(), m.getVersion(), parse(m.getSchema())));
  }

  List<Integer> versions(String subject) {
    return ask(() -> client.getAllVersions(subject)).orElse(List.of());
  }

  Optional<RegisteredSchema> version(String subject, int version) {
    return ask(() -> client.getSchemaMetadata(subject, version))
        .map(m -> new RegisteredSchema(subject, m.getId(), version, parse(m.getSchema())));
  }

  Optional<Schema> byId(int id) {
    return ask(() -> client.getSchemaById(id)).map(s -> parse(s.canonicalString()));
  }

  Optional<Integer> id(String subject, int version) {
    return ask(() -> client.getSchemaMetadata(subject, version).getId());
  }

  Collection<String> subjects() {
    return ask(client::getAllSubjects).orElse(List.of());
  }

  int register(String subject, Schema schema) {
    try {
      return client.register(subject, new AvroSchema(schema.toString()));
    } catch (RestClientException e) {
      if (e.getStatus() == CONFLICT) {
        throw new IncompatibleSchemaException(subject, List.of(String.valueOf(e.getMessage())));
      }
      throw new RegistryUnreachableException(uri, e);
    } catch (IOException e) {
      throw new RegistryUnreachableException(uri, e);
    }
  }

  void setCompatibility(String subject, String level) {
    ask(() -> client.updateCompatibility(subject, level));
  }

  private static Schema parse(String json) {
    return new Schema.Parser().parse(json);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("cannot close the registry client", e);
    }
  }
}
