package io.reprise.cli.config;

import io.reprise.runtime.config.ConfigKey;
import io.reprise.store.archive.read.CacheConfig;
import io.reprise.store.object.s3.S3Config;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.Optional;

/** What is said about one configuration key. */
record KeyDescription(
    String meaning, String range, String unit, String defaultsTo, boolean secret) {

  /** Keys of records whose module does not know the services' runtime. */
  private static final Map<Class<?>, Map<String, KeyDescription>> OF_THE_EVENT_STORE =
      Map.of(
          S3Config.class,
          Map.of(
              "endpoint",
              plain("The URL of an S3-compatible server.")
                  .defaultingTo("AWS's own server of the region"),
              "region",
              plain("The bucket's region."),
              "bucket",
              plain("The bucket. It must exist. Credentials are taken from the environment."),
              "prefix",
              plain("The first part of every object's name.").defaultingTo("empty"),
              "pathStyle",
              plain("Whether the bucket is part of the URL's path instead of its host name.")
                  .defaultingTo("true if an endpoint is given"),
              "encryption",
              plain("How the server encrypts objects.")
                  .within("AES256 or aws:kms")
                  .defaultingTo("the bucket's own setting"),
              "kmsKey",
              plain("The id of the key for aws:kms.").defaultingTo("the account's own key"),
              "ca",
              plain(
                      "The PEM file with the certificates of the authorities that the service"
                          + " trusts at an https endpoint. A changed file is read when the service"
                          + " starts again.")
                  .defaultingTo("the authorities that the JDK trusts")),
          CacheConfig.class,
          Map.of(
              "memoryMebibytes",
              plain("How much of the archive is kept on the heap.").within("1 or more").in("MiB"),
              "diskMebibytes",
              plain("How much of the archive is kept in the directory.")
                  .within("1 or more")
                  .in("MiB"),
              "directory",
              plain("The directory for the part on disk. It is emptied at the start.")
                  .defaultingTo("nothing is kept on disk")));

  static Optional<KeyDescription> of(RecordComponent component) {
    var key = component.getAnnotation(ConfigKey.class);
    return key != null
        ? Optional.of(
            new KeyDescription(
                key.value(), key.range(), key.unit(), key.defaultsTo(), key.secret()))
        : Optional.ofNullable(
            OF_THE_EVENT_STORE
                .getOrDefault(component.getDeclaringRecord(), Map.of())
                .get(component.getName()));
  }

  private static KeyDescription plain(String meaning) {
    return new KeyDescription(meaning, "", "", "", false);
  }

  private KeyDescription within(String values) {
    return new KeyDescription(meaning, values, unit, defaultsTo, secret);
  }

  private KeyDescription in(String newUnit) {
    return new KeyDescription(meaning, range, newUnit, defaultsTo, secret);
  }

  private KeyDescription defaultingTo(String words) {
    return new KeyDescription(meaning, range, unit, words, secret);
  }
}
