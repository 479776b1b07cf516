package io.reprise.cli.command;

/** The sections of {@code reprise --help}, in the order in which they are listed. */
public enum HelpSection {
  /** A first try on one machine. */
  FIRST_STEPS,
  /** What operators and producers do. */
  OPERATION,
  /** Measurements and fault injection. */
  TRIAL,
  /** Services of a production installation, each in the process of the command. */
  SERVICE,
  /** Servers that replace production servers on a developer's machine. */
  TEST_SERVER,
  /** The command line itself. */
  SHELL
}
