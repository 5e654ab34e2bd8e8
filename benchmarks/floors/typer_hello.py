"""The floor of --help: a typer program that says hello."""

import typer

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def hello(name: str = "you", loud: bool = False) -> None:
    """Say hello."""
    typer.echo(f"hello {name}{'!' * loud}")


app()
