"""What contacts and agents write, in four languages: fixed pools, made JSON once.

A message is a greeting, a matter and a plea in one of their combinations, so that a few sentences
give thousands of messages, with the commas, quotes, newlines and emojis that real ones have.
"""

import json
from collections.abc import Iterable
from functools import cache
from itertools import product

import attrs


@attrs.frozen
class Words:
    """The messages of one language, as JSON strings."""

    language: str
    openings: tuple[str, ...]
    follow_ups: tuple[str, ...]
    thanks: tuple[str, ...]
    replies: tuple[str, ...]
    closings: tuple[str, ...]
    robot: tuple[str, ...]
    handover: tuple[str, ...]
    question: str
    answers: tuple[str, ...]


def json_text(text: str, *, ascii_only: bool = False) -> str:
    """Write *text* as a JSON string."""
    return json.dumps(text, ensure_ascii=ascii_only)


def _pool(*parts: Iterable[str]) -> tuple[str, ...]:
    """Combine one text of each part; every seventh is escaped to ASCII, as some sources do."""
    texts = (" ".join(filter(None, choice)) for choice in product(*parts))
    return tuple(json_text(text, ascii_only=n % 7 == 0) for n, text in enumerate(texts))


@cache
def english() -> Words:
    """Give the messages in English."""
    return Words(
        language="en",
        openings=_pool(
            ("Hi,", "Hello there 👋", "Good morning,", 'Re: "where is it?"\n'),
            (
                "my parcel 3SBE-88123 should have been here on Monday, and tracking has not moved.",
                "I was charged twice for the same order, once €49.95 and once €49,95.",
                "the blender arrived broken 😡 the jug has a crack from top to bottom.",
                "how do I send back shoes that are too small, and who pays for it?",
                'your site says "something went wrong" whenever I try to pay by card.',
                "I moved last week and need to change the address of an order on its way.",
                "the discount code SPRING15 is refused: it says it has expired, but it's valid.",
                "can I still cancel the subscription before it renews on the 1st?",
            ),
            ("Can you have a look?", "Thanks in advance!", "", "This is the third time I ask…"),
        ),
        follow_ups=_pool(
            ("", "Sure,", "OK,", "Hm,"),
            (
                "the order number is 100482913, placed with this address.",
                "here is a photo of it. You can see the crack on the left, near the handle.",
                "no, I already tried that yesterday\nand the day before.",
                "it was delivered to the neighbours, they say, but nobody is home there.",
                "is anybody there?",
                'it still says "pending" on my side.',
                "I'd rather have my money back than wait another week.",
            ),
        ),
        thanks=_pool(("Great,", "Perfect 🙏", "👍"), ("thank you!", "that's all I needed.", "")),
        replies=_pool(
            ("Hi, thanks for getting in touch.", "Hello! I'm sorry to hear that.", "Thank you."),
            (
                "I have checked with the carrier: your parcel comes tomorrow between 9 and 1 pm.",
                "I have refunded the second payment. It takes 3 to 5 working days to show.",
                "Could you send me the order number and the e-mail address you ordered with?",
                "You can print a return label under “My orders”, it costs nothing.",
                "I have changed the address, and you will get a confirmation in a minute.",
                "That should not have happened. A new one is on its way to you, free of charge.",
            ),
            ("", "Is there anything else I can do for you?", "Have a lovely day ☀️"),
        ),
        closings=_pool(
            ("Glad I could help!", "You're welcome."),
            ("I'll close this for now, just write back if it isn't solved.", "Take care 👋"),
        ),
        robot=_pool(
            ("I'm Robin, the virtual assistant 🤖", "Thanks for your message!"),
            (
                "Is your question about: 1. delivery, 2. a return, 3. a payment, 4. other?",
                "To look that up I need your order number, nine digits, on your confirmation.",
                "You can follow your parcel at https://shop.example/track, day and night.",
            ),
        ),
        handover=_pool(("Let me bring in a colleague.", "One moment, a human takes over.")),
        question="What could we have done better?",
        answers=_pool(
            ("Nothing, great service!", "Faster, please", 'She was kind, "really" kind', "Meh")
        ),
    )


@cache
def french() -> Words:
    """Give the messages in French."""
    return Words(
        language="fr",
        openings=_pool(
            ("Bonjour,", "Bonsoir,", "Salut 👋"),
            (
                "mon colis n'est toujours pas arrivé alors que le suivi indique « livré ».",
                "j'ai été débitée deux fois pour la même commande, pouvez-vous vérifier ?",
                "le mixeur est arrivé cassé 😡 le bol est fendu de haut en bas.",
                "comment retourner des chaussures trop petites, et qui paie les frais ?",
                'le site affiche "une erreur est survenue" dès que je veux payer.',
                "je voudrais changer l'adresse de livraison, j'ai déménagé la semaine dernière.",
            ),
            ("Merci d'avance !", "Pouvez-vous regarder ?", ""),
        ),
        follow_ups=_pool(
            ("", "Oui,", "D'accord,"),
            (
                "le numéro de commande est le 100482913, passé à mon nom.",
                "voici une photo, on voit bien la fissure à gauche.",
                "non, j'ai déjà essayé hier\net avant-hier.",
                "il y a quelqu'un ?",
            ),
        ),
        thanks=_pool(("Super,", "Parfait 🙏"), ("merci beaucoup !", "c'est tout bon.")),
        replies=_pool(
            ("Bonjour, merci pour votre message.", "Bonjour ! Je suis désolé de l'apprendre."),
            (
                "J'ai vérifié auprès du transporteur : votre colis sera livré demain matin.",
                "Le second paiement est remboursé. Comptez 3 à 5 jours ouvrables.",
                "Pourriez-vous me donner le numéro de commande et votre adresse e-mail ?",
                "Un nouvel exemplaire part aujourd'hui, sans frais pour vous.",
            ),
            ("", "Puis-je faire autre chose pour vous ?"),
        ),
        closings=_pool(("Avec plaisir !", "Bonne journée ☀️"), ("Je clôture la conversation.", "")),
        robot=_pool(
            ("Je suis Robin, l'assistant virtuel 🤖", "Merci pour votre message !"),
            ("Votre question concerne-t-elle la livraison, un retour ou un paiement ?",),
        ),
        handover=_pool(("Un instant, un collègue prend le relais.",)),
        question="Qu'aurions-nous pu mieux faire ?",
        answers=_pool(("Rien, parfait !", "Répondre plus vite", "Le prix, la livraison, tout")),
    )


@cache
def dutch() -> Words:
    """Give the messages in Dutch."""
    return Words(
        language="nl",
        openings=_pool(
            ("Dag,", "Hallo,", "Goeiemorgen ☕"),
            (
                "mijn pakje had er maandag moeten zijn en de tracking staat stil.",
                "ik heb twee keer betaald voor dezelfde bestelling, één keer te veel dus.",
                "de blender is stuk toegekomen 😡 er zit een barst in de kan.",
                "hoe stuur ik schoenen terug die te klein zijn, en wie betaalt dat?",
                'op de site krijg ik "er ging iets mis" als ik wil betalen.',
                "ik ben verhuisd en wil het adres van mijn bestelling wijzigen.",
            ),
            ("Alvast bedankt!", "Kunnen jullie dat nakijken?", ""),
        ),
        follow_ups=_pool(
            ("", "Ja,", "Oké,"),
            (
                "het bestelnummer is 100482913.",
                "hier is een foto, je ziet de barst links, bij het handvat.",
                "nee, dat heb ik gisteren al geprobeerd\nen eergisteren ook.",
                "is daar iemand?",
            ),
        ),
        thanks=_pool(("Super,", "Top 🙏"), ("dankjewel!", "dat was alles.")),
        replies=_pool(
            ("Dag, bedankt voor je bericht.", "Hallo! Wat vervelend om te horen."),
            (
                "Ik heb het nagevraagd: je pakje komt morgen tussen 9 en 13 uur.",
                "De tweede betaling is teruggestort, dat duurt 3 tot 5 werkdagen.",
                "Geef je me nog het bestelnummer en je e-mailadres?",
                "Er vertrekt vandaag een nieuwe, gratis uiteraard.",
            ),
            ("", "Kan ik nog iets voor je doen?"),
        ),
        closings=_pool(("Graag gedaan!", "Fijne dag nog ☀️"), ("Ik sluit dit gesprek af.", "")),
        robot=_pool(
            ("Ik ben Robin, de virtuele assistent 🤖", "Bedankt voor je bericht!"),
            ("Gaat je vraag over een levering, een retour of een betaling?",),
        ),
        handover=_pool(("Een ogenblik, een collega neemt het over.",)),
        question="Wat hadden we beter kunnen doen?",
        answers=_pool(("Niets, prima zo", "Sneller antwoorden, aub", "Vriendelijk, maar traag")),
    )


@cache
def german() -> Words:
    """Give the messages in German."""
    return Words(
        language="de",
        openings=_pool(
            ("Guten Tag,", "Hallo,"),
            (
                "mein Paket ist seit Montag überfällig, die Sendungsverfolgung steht still.",
                "mir wurde dieselbe Bestellung zweimal abgebucht (49,95 €).",
                "der Mixer kam kaputt an 😡 der Krug hat einen Riss.",
                "wie schicke ich Schuhe zurück, die zu klein sind?",
            ),
            ("Danke im Voraus!", "Können Sie nachsehen?"),
        ),
        follow_ups=_pool(
            ("", "Ja,"),
            (
                "die Bestellnummer ist 100482913.",
                "nein, das habe ich gestern schon versucht\nund vorgestern auch.",
                "ist da jemand?",
            ),
        ),
        thanks=_pool(("Super,", "Prima 🙏"), ("vielen Dank!", "das war's.")),
        replies=_pool(
            ("Guten Tag, danke für Ihre Nachricht.", "Hallo! Das tut mir leid."),
            (
                "Ihr Paket kommt morgen zwischen 9 und 13 Uhr, ich habe beim Versand nachgefragt.",
                "Die zweite Zahlung ist erstattet, das dauert 3 bis 5 Werktage.",
                "Nennen Sie mir bitte die Bestellnummer und Ihre E-Mail-Adresse?",
            ),
        ),
        closings=_pool(("Gern geschehen!",), ("Ich schließe das Gespräch.", "Schönen Tag noch ☀️")),
        robot=_pool(("Ich bin Robin, der virtuelle Assistent 🤖 Worum geht es?",)),
        handover=_pool(("Einen Moment, ein Kollege übernimmt.",)),
        question="Was hätten wir besser machen können?",
        answers=_pool(("Nichts, danke", "Schneller, bitte", "Freundlich, aber langsam")),
    )


def spoken() -> tuple[Words, ...]:
    """Give a language for each twentieth of the contacts."""
    return (english(),) * 8 + (dutch(),) * 6 + (french(),) * 4 + (german(),) * 2
