package io.reprise.cli.command;

/** The sections of {@code reprise --help}, in the order in which they are listed. */
public enum HelpSection {
  /** Commands for trying out Reprise on one machine. */
  FIRST_STEPS,
  /** Commands of operators and producers. */
  OPERATION,
  /** Commands that measure Reprise or inject faults. */
  TRIAL,
  /** Commands that run one service of a production installation. */
  SERVICE,
  /** Servers that replace production servers on a developer's machine. */
  TEST_SERVER,
  /** Commands about the command line, such as completion. */
  SHELL
}
