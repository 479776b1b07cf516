package io.reprise.cli.context;

import io.reprise.cli.command.OptionConverters;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** The servers that commands call. A context has at most one address, or list, of each. */
public enum Endpoint {
  WORKER("replay worker", "--worker"),
  INGEST("ingest service", "--ingest"),
  REGISTRY("schema registry", "--registry"),
  ARCHIVER("archiver", "--archiver"),
  COMPACTOR("compactor", "--compactor"),
  KAFKA("Kafka cluster", "--kafka"),
  DATABASE("database of read models", "--target");

  /** The name of the variable with the name of a context. Other variables begin with it. */
  public static final String CONTEXT_VARIABLE = "REPRISE_CONTEXT";

  private final String title;
  private final String option;

  Endpoint(String title, String option) {
    this.title = title;
    this.option = option;
  }

  /** Returns what the server is, in the words of an error message. */
  public String title() {
    return title;
  }

  /** Returns the option with which a command takes the address. */
  public String option() {
    return option;
  }

  /** Returns the key of the address in {@code contexts.yaml}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the environment variable with the address, such as {@code REPRISE_CONTEXT_WORKER}.
   *
   * <p>A service reads each variable that is named after one of its configuration keys, such as
   * {@code REPRISE_KAFKA} for {@code kafka}. No configuration has a key {@code context}, so no
   * service reads the variables of commands.
   */
  public String variable() {
    return CONTEXT_VARIABLE + "_" + name();
  }

  /** Returns whether the address is one or more HTTP URLs. */
  public boolean isHttp() {
    return this != KAFKA && this != DATABASE;
  }

  /**
   * Refuses a text that is not an address of this server.
   *
   * @throws TypeConversionException with a message that says what to write
   */
  void requireValid(String text) {
    if (isHttp()) {
      boolean several = this == WORKER || this == ARCHIVER || this == COMPACTOR;
      Stream.of(several ? text.split(",", -1) : new String[] {text})
          .forEach(OptionConverters::serviceAddress);
    }
    if (this == DATABASE && !text.startsWith("jdbc:postgresql:")) {
      // The text is left out of the message, because it may contain a password.
      throw new TypeConversionException(
          "the URL of the database must be written as jdbc:postgresql://host:5432/database");
    }
  }
}
